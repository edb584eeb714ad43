package dev.slipway.activities.outbound;

import dev.slipway.activities.outbound.GuardedSockets.ClosedAddressException;
import dev.slipway.activities.outbound.OutboundAnswer.Failed;
import dev.slipway.activities.outbound.OutboundAnswer.Received;
import dev.slipway.activities.outbound.OutboundAnswer.Refused;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Calls systems outside for projects. Only hosts the guard allows are called and only open networks connected to; no
 * proxy of the environment is used, no redirect followed, nothing tried twice.
 */
public final class OutboundClient implements AutoCloseable {
    private static final long LARGEST = 1 << 20;
    private static final Pattern NUMBERS = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");
    private static final Pattern DOTTED = Pattern.compile("((0|[1-9][0-9]{0,2})\\.){3}(0|[1-9][0-9]{0,2})");
    private static final MediaType JSON = MediaType.get("application/json");

    private final OutboundGuard guard;
    private final OkHttpClient client;

    public OutboundClient(OutboundGuard guard, OutboundNetworks networks) {
        this(guard, networks, Dns.SYSTEM);
    }

    OutboundClient(OutboundGuard guard, OutboundNetworks networks, Dns names) {
        this.guard = guard;
        this.client = new OkHttpClient.Builder()
                .dns(names)
                .socketFactory(new GuardedSockets(networks))
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .build();
    }

    /** Makes one call for a project and waits for its end. */
    public OutboundAnswer send(String project, OutboundCall call) {
        Optional<HttpUrl> address = address(call.url());
        if (address.isEmpty()) {
            return new Refused("only plain http and https addresses can be called");
        }
        HttpUrl url = address.get();
        if (!guard.allows(project, url.host(), url.port())) {
            return new Refused(
                    "host " + url.host() + ":" + url.port() + " is not among the project's outbound.allowedHosts");
        }
        Call sent = client.newCall(request(url, call));
        sent.timeout().timeout(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = sent.execute()) {
            return call.body() == null ? read(response) : new Received(response.code(), "");
        } catch (ClosedAddressException e) {
            return new Refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Failed(url.host() + ": " + e.getMessage());
        }
    }

    /** Breaks off what is being called. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }

    /** Two readers must understand the same host, or somebody could show one and mean another. */
    private static Optional<HttpUrl> address(String text) {
        HttpUrl url = HttpUrl.parse(text);
        if (url == null || !url.username().isEmpty() || !url.password().isEmpty() || url.fragment() != null) {
            return Optional.empty();
        }
        try {
            String host = String.valueOf(new URI(text).getHost()).toLowerCase(Locale.ROOT);
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            boolean same =
                    bare.equals(url.host()) || bare.contains(":") && url.host().contains(":");
            return same && !ambiguous(bare) ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** 0177.0.0.1 is an address of this machine to some and of another continent to others. */
    private static boolean ambiguous(String host) {
        return NUMBERS.matcher(host).matches() && !DOTTED.matcher(host).matches();
    }

    private static Request request(HttpUrl url, OutboundCall call) {
        Request.Builder request = new Request.Builder().url(url).header("user-agent", "slipway");
        call.headers().forEach(request::header);
        return call.body() == null
                ? request.get().build()
                : request.post(RequestBody.create(call.body(), JSON)).build();
    }

    private static OutboundAnswer read(Response response) throws IOException {
        BufferedSource body = response.body().source();
        if (body.request(LARGEST + 1)) {
            return new Failed("the answer is larger than " + LARGEST + " bytes");
        }
        return new Received(response.code(), body.readString(StandardCharsets.UTF_8));
    }
}
