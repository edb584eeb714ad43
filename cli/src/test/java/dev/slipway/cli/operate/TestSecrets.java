package dev.slipway.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSecrets {
    private static final String VALUE = "correct horse battery";
    private static final String PATH = "/v1/projects/shop/secrets/db";
    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        edge.close();
    }

    private String sent() {
        String body = edge.seen("PUT", PATH).getLast().text();
        String value = ModelJson.read(body, JsonNode.class).path("value").asText();
        return new String(Base64.getDecoder().decode(value), UTF_8);
    }

    private void accepting() {
        edge.on("PUT", PATH, request -> Answer.json(Map.of("name", "db", "revision", 1)));
    }

    @Test
    void fromStandardInputOneLineEndIsTakenOff() {
        accepting();
        for (String end : List.of("", "\n", "\r\n")) {
            Ended ended = shell.typing(VALUE + end).run("secret", "set", "db", "--project", "shop");
            assertThat(ended.code()).isZero();
            assertThat(sent()).isEqualTo(VALUE);
        }
        shell.typing(VALUE + "\n\n").run("secret", "set", "db", "--project", "shop");
        assertThat(sent()).isEqualTo(VALUE + "\n");
    }

    @Test
    void aFileIsTakenAsItIs() throws IOException {
        accepting();
        Path file = Files.writeString(folder.resolve("value"), VALUE + "\n");

        shell.run("secret", "set", "db", "--project", "shop", "--file", file.toString());

        assertThat(sent()).isEqualTo(VALUE + "\n");
    }

    @Test
    void aPersonIsAskedWithoutShowingIt() {
        accepting();

        Ended ended = shell.onTerminal(VALUE).run("secret", "set", "db", "--project", "shop");

        assertThat(ended.code()).isZero();
        assertThat(sent()).isEqualTo(VALUE);
        assertThat(shell.onTerminal(null)
                        .run("secret", "set", "db", "--project", "shop")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void theValueIsNeverShownWhateverHappens() {
        accepting();
        assertSilent(shell.typing(VALUE).run("secret", "set", "db", "--project", "shop"));
        assertSilent(shell.typing(VALUE).run("secret", "set", "db", "--project", "shop", "--json"));
        edge.on("PUT", PATH, request -> Answer.problem(403, "POLICY_DENIED", "no"));
        assertSilent(shell.typing(VALUE).run("secret", "set", "db", "--project", "shop"));
        edge.on("PUT", PATH, request -> new Answer.Cut());
        assertSilent(shell.typing(VALUE).run("secret", "set", "db", "--project", "shop"));
    }

    private static void assertSilent(Ended ended) {
        String coded = Base64.getEncoder().encodeToString(VALUE.getBytes(UTF_8));
        assertThat(ended.out() + ended.err()).doesNotContain(VALUE).doesNotContain(coded);
    }

    @Test
    void aValueAsAWordIsRefused() {
        Ended ended = shell.run("secret", "set", "db", VALUE, "--project", "shop");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void anEmptyOrHugeValueIsRefusedHere() {
        assertThat(shell.typing("")
                        .run("secret", "set", "db", "--project", "shop")
                        .err())
                .contains("empty");
        assertThat(shell.typing("\n")
                        .run("secret", "set", "db", "--project", "shop")
                        .code())
                .isEqualTo(1);
        assertThat(shell.typing("x".repeat(70_000))
                        .run("secret", "set", "db", "--project", "shop")
                        .err())
                .contains("64 KiB");
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void namesAreListedAndDeleted() {
        edge.on(
                "GET",
                "/v1/projects/shop/secrets",
                request -> Answer.json(new Page<>(List.of(Map.of("name", "db", "revision", 3)), null)));
        edge.on("DELETE", PATH, request -> Answer.empty(204));

        assertThat(shell.run("secret", "list", "--project", "shop").lines())
                .containsExactly("SECRET  REVISION", "db      3");
        assertThat(shell.run("secret", "delete", "db", "--project", "shop").code())
                .isZero();
        assertThat(shell.run("secret", "delete", "other", "--project", "shop").code())
                .isEqualTo(3);
    }
}
