package dev.slipway.drivers.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The container engine: three ways to talk to it, by how long an answer may take. */
final class Engine {
    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";
    private static final String API = "1.41";
    private final String host;
    private final DockerClient quick;
    private final DockerClient calls;
    private final DockerHttpClient transport;
    private final DockerClient streams;

    /** {@code host} is such as {@code unix:///var/run/docker.sock}, the default when null or empty. */
    Engine(@Nullable String host) {
        this.host = host == null || host.isBlank() ? DEFAULT_HOST : host;
        this.quick = client(this.host, transport(this.host, Duration.ofSeconds(5)));
        this.calls = client(this.host, transport(this.host, Duration.ofSeconds(60)));
        this.transport = transport(this.host, Duration.ZERO);
        this.streams = client(this.host, this.transport);
    }

    String host() {
        return host;
    }

    /** Whether the engine runs on this machine, as it must for work folders and the packet filter. */
    boolean local() {
        return host.startsWith("unix://");
    }

    /** For probes: an engine that does not answer in 5 s is none. */
    <T> T quick(Function<DockerClient, T> call) {
        return guarded(quick, call);
    }

    /** For work that may take up to a minute. Docker's own refusals come through as {@link DockerException}. */
    <T> T call(Function<DockerClient, T> call) {
        return guarded(calls, call);
    }

    /** For answers that last as long as a container; errors come to the callback. */
    DockerClient streams() {
        return streams;
    }

    /**
     * What a container said from {@code since} on and says until it ends, with times. Read raw, because the client
     * cuts the engine's entries where its buffer ends and each begins with its time.
     */
    DockerHttpClient.Response logs(String container, Instant since) {
        String from = since.getEpochSecond() + "." + String.format("%09d", since.getNano());
        return transport.execute(DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/v" + API + "/containers/" + container
                        + "/logs?stdout=true&stderr=true&timestamps=true&follow=true&since=" + from)
                .build());
    }

    private <T> T guarded(DockerClient client, Function<DockerClient, T> call) {
        try {
            return call.apply(client);
        } catch (DockerException e) {
            throw e;
        } catch (RuntimeException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new SlipwayException(
                        ErrorCode.DRIVER_UNAVAILABLE,
                        "no container engine answers at " + host + ": " + cause.getMessage(),
                        e);
            }
            throw e;
        }
    }

    private static DockerHttpClient transport(String host, Duration responseLimit) {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(host))
                .connectionTimeout(Duration.ofSeconds(5))
                .responseTimeout(responseLimit)
                .maxConnections(2000)
                .build();
    }

    private static DockerClient client(String host, DockerHttpClient transport) {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .withDockerTlsVerify(false)
                .withApiVersion(API)
                .build();
        return DockerClientImpl.getInstance(config, transport);
    }
}
