package dev.slipway.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.SecretFile;
import dev.slipway.model.api.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTokens {
    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge).without("SLIPWAY_TOKEN");

    @TempDir
    private Path folder;

    @BeforeEach
    void answer() {
        edge.on("GET", "/v1/runs", request -> Answer.json(new Page<>(List.of(), null)));
    }

    @AfterEach
    void close() {
        edge.close();
    }

    private Optional<String> sent() {
        return edge.seen().getLast().header("Authorization");
    }

    @Test
    void withoutATokenNoneIsSent() {
        assertThat(shell.run("run", "list").code()).isZero();
        assertThat(sent()).isEmpty();
    }

    @Test
    void theCommandGoesBeforeTheVariableAndThatBeforeTheFile() throws IOException {
        Path file = folder.resolve("token");
        SecretFile.create(file, "of-the-file\n");
        Shell ofFile = shell.with("SLIPWAY_TOKEN_FILE", file.toString());

        ofFile.run("run", "list");
        assertThat(sent()).contains("Bearer of-the-file");
        ofFile.with("SLIPWAY_TOKEN", "of-the-variable").run("run", "list");
        assertThat(sent()).contains("Bearer of-the-variable");
        ofFile.with("SLIPWAY_TOKEN", "of-the-variable").run("run", "list", "--token-command", "echo of-the-command");
        assertThat(sent()).contains("Bearer of-the-command");
    }

    @Test
    void theCommandIsAskedOnceForManyCalls() {
        Path count = folder.resolve("count");
        edge.on("GET", "/v1/events", request -> Answer.json(new Page<>(List.of(), null)));

        edge.on(
                "GET",
                "/v1/runs",
                request -> Answer.json(new Page<>(List.of(), request.query().containsKey("next") ? null : "more")));
        shell.run("run", "list", "--token-command", "echo x >>" + count + "; echo token");

        assertThat(edge.seen()).hasSize(2);
        assertThat(count).hasContent("x");
    }

    @Test
    void aCommandThatFailsOrSaysNothingIsToldWithoutItsOutput() {
        Ended failed = shell.run("run", "list", "--token-command", "echo half-a-token; exit 3");
        assertThat(failed.code()).isEqualTo(4);
        assertThat(failed.err()).contains("exit code 3").doesNotContain("half-a-token");

        Ended silent = shell.run("run", "list", "--token-command", "true");
        assertThat(silent.code()).isEqualTo(4);
        assertThat(silent.err()).contains("printed nothing");
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void aFileThatIsMissingOrOpenToOthersIsRefused() throws IOException {
        Ended missing = shell.with("SLIPWAY_TOKEN_FILE", folder.resolve("none").toString())
                .run("run", "list");
        assertThat(missing.code()).isEqualTo(4);
        assertThat(missing.err()).contains("SLIPWAY_TOKEN_FILE");

        Path open = Files.writeString(folder.resolve("open"), "token");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Ended refused = shell.with("SLIPWAY_TOKEN_FILE", open.toString()).run("run", "list");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("chmod 600");
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void aTokenThatCannotBeOneIsNotSentAndNotShown() {
        Ended ended = shell.with("SLIPWAY_TOKEN", "two words").run("run", "list");

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.err()).contains("TOKEN_MALFORMED").doesNotContain("two words");
        assertThat(edge.seen()).isEmpty();
    }
}
