package dev.slipway.drivers.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.slipway.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The container engine of this machine, when one answers, with an image made of its busybox. */
public final class TestingEngine {
    /** The image tests run. */
    public static final String IMAGE = "slipway-test/busybox:latest";

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private final String host;
    private final DockerClient client;

    private TestingEngine(String host) {
        this.host = host;
        this.client = DockerClientImpl.getInstance(
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost(host)
                        .withDockerTlsVerify(false)
                        .withApiVersion("1.41")
                        .build(),
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(URI.create(host))
                        .connectionTimeout(Duration.ofSeconds(5))
                        .responseTimeout(Duration.ofSeconds(30))
                        .build());
    }

    /** Why there is none, or the engine. */
    public static Found find() {
        String host = Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock");
        if (!Files.exists(Path.of(URI.create(host).getPath()))) {
            return new Found(Optional.empty(), "no container engine listens at " + host);
        }
        if (!Files.isExecutable(BUSYBOX)) {
            return new Found(Optional.empty(), BUSYBOX + " is missing to make an image from");
        }
        TestingEngine engine = new TestingEngine(host);
        try {
            engine.client.pingCmd().exec();
        } catch (RuntimeException e) {
            return new Found(Optional.empty(), "no container engine answers at " + host + ": " + e.getMessage());
        }
        engine.makeImage();
        return new Found(Optional.of(engine), "");
    }

    /**
     * Whether there is an engine.
     *
     * @param engine empty when there is none
     * @param reason why not
     */
    public record Found(Optional<TestingEngine> engine, String reason) {}

    public String host() {
        return host;
    }

    public DockerClient client() {
        return client;
    }

    /** Containers of a node, and the network of tasks when no other node has containers on it. */
    public List<String> leftovers(TestingNode node) {
        String scope = Digest.of(node.stateRoot().toString()).hex().substring(0, 8);
        List<String> names = new ArrayList<>();
        List<Container> containers = client.listContainersCmd().withShowAll(true).exec().stream()
                .filter(container -> container.getLabels().containsKey("dev.slipway.scope"))
                .toList();
        containers.stream()
                .filter(container -> scope.equals(container.getLabels().get("dev.slipway.scope")))
                .forEach(container -> names.add(container.getNames()[0]));
        if (containers.isEmpty()) {
            client.listNetworksCmd().exec().stream()
                    .map(Network::getName)
                    .filter("slipway"::equals)
                    .forEach(names::add);
        }
        return names;
    }

    /** Makes an archive of a small image under this name, as an application's build would leave it. */
    public static void makeArchive(String reference, Path archive) {
        try {
            Path folder = Files.createTempDirectory("slipway-image");
            String script = Path.of(
                            TestingEngine.class.getResource("/make-image.sh").getPath())
                    .toString();
            Process process = new ProcessBuilder("sh", script, reference)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("cannot make the test image");
            }
            Files.move(folder.resolve("image.tar"), archive, StandardCopyOption.REPLACE_EXISTING);
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void removeImage(String reference) {
        client.removeImageCmd(reference).withForce(true).exec();
    }

    private void makeImage() {
        try {
            Path archive = Files.createTempFile("slipway-image", ".tar");
            makeArchive(IMAGE, archive);
            try (InputStream stream = Files.newInputStream(archive)) {
                client.loadImageCmd(stream).exec();
            }
            Files.delete(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration of a container that runs this script. */
    public static Map<String, Object> script(String script) {
        return Map.of("image", IMAGE, "command", script);
    }
}
