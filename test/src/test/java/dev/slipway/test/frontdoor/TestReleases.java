package dev.slipway.test.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestReleases {
    private static final byte[] PROGRAM = "#!/bin/sh\necho it runs\n".getBytes(StandardCharsets.UTF_8);
    private static final String FOLDER = "acme/tool/releases/download/v1";

    private final Map<String, byte[]> published = new ConcurrentHashMap<>();
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void publish() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = published.get(exchange.getRequestURI().getPath().substring(1));
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void installsWhatHasItsPublishedSum() throws Exception {
        put("tool_linux", PROGRAM);
        put(
                "checksums.txt",
                (sum(new byte[0]) + "  other\n" + sum(PROGRAM) + "  tool_linux\n").getBytes(StandardCharsets.UTF_8));

        Ended ended = release("tool_linux", "checksums.txt");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("installed tool from http://127.0.0.1:");
        assertThat(new ProcessBuilder(folder.resolve("bin/tool").toString())
                        .start()
                        .inputReader()
                        .readLine())
                .isEqualTo("it runs");
        assertThat(folder.resolve("download/tool")).doesNotExist();
    }

    @Test
    void takesASumThatStandsAlone() throws Exception {
        put("tool_linux", PROGRAM);
        put("tool_linux.sha256", (sum(PROGRAM) + "  build/tool_linux\n").getBytes(StandardCharsets.UTF_8));
        assertThat(release("tool_linux", "tool_linux.sha256").code()).isZero();
    }

    @Test
    void unpacksAnArchive() throws Exception {
        Files.write(folder.resolve("tool"), PROGRAM);
        run("tar -czf tool.tar.gz tool");
        byte[] archive = Files.readAllBytes(folder.resolve("tool.tar.gz"));
        put("tool.tar.gz", archive);
        put("sums", (sum(archive) + "  tool.tar.gz\n").getBytes(StandardCharsets.UTF_8));

        assertThat(release("tool.tar.gz", "sums").code()).isZero();
        assertThat(folder.resolve("bin/tool")).isExecutable().hasBinaryContent(PROGRAM);
    }

    @Test
    void refusesWhatHasAnotherSum() throws Exception {
        put("tool_linux", PROGRAM);
        put("sums", (sum(new byte[] {1}) + "  tool_linux\n").getBytes(StandardCharsets.UTF_8));

        Ended ended = release("tool_linux", "sums");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("does not have its published SHA-256 sum; nothing was installed");
        assertThat(folder.resolve("bin/tool")).doesNotExist();
    }

    @Test
    void refusesWhatTheSumsDoNotName() throws Exception {
        put("tool_linux", PROGRAM);
        put("sums", (sum(PROGRAM) + "  one\n" + sum(PROGRAM) + "  two\n").getBytes(StandardCharsets.UTF_8));
        assertThat(release("tool_linux", "sums").code()).isEqualTo(2);
    }

    @Test
    void saysThatNothingIsThere() throws Exception {
        assertThat(release("tool_linux", "sums").code()).isEqualTo(1);
        assertThat(folder.resolve("bin/tool")).doesNotExist();
    }

    private void put(String name, byte[] content) {
        published.put(FOLDER + "/" + name, content);
    }

    private Ended release(String file, String sums) throws IOException, InterruptedException {
        String name = file.endsWith(".tar.gz") ? "tool" : file;
        return run("""
                cache='%s' tools='%s/bin' SLIPWAY_RELEASES=http://127.0.0.1:%d
                say() { echo "$*"; }
                fail() { say "$*"; exit 2; }
                . '%s/stack/front-door/releases.sh'
                release tool %s %s %s %s
                """.formatted(
                        folder,
                        folder,
                        server.getAddress().getPort(),
                        System.getProperty("slipway.root"),
                        FOLDER,
                        file,
                        sums,
                        name));
    }

    private Ended run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-euc", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static String sum(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private record Ended(int code, String output) {}
}
