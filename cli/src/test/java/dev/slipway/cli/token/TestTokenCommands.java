package dev.slipway.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Records;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.SecretFile;
import dev.slipway.model.TokenPermission;
import dev.slipway.model.api.CreatedToken;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.TokenView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTokenCommands {
    private static final String ID = "abcdefgh0123";
    private static final String TOKEN = "slw_" + ID + "_" + "s".repeat(43);
    private static final List<TokenPermission> PERMISSIONS = List.of(TokenPermission.READ, TokenPermission.TRIGGER);

    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void aTokenStandsAloneOnTheOutput() {
        creates();

        Ended ended = shell.run("token", "create", "nightly");

        assertThat(ended.out()).isEqualTo(TOKEN + "\n");
        assertThat(ended.err())
                .contains(ID)
                .contains("until 2026-11-24T10:00:00Z")
                .doesNotContain(TOKEN);
        assertThat(edge.seen().getFirst().text()).isEqualTo("{\"name\":\"nightly\"}");
    }

    @Test
    void everythingAskedForIsSent() {
        creates();

        shell.run(
                "token",
                "create",
                "ci",
                "--expires",
                "30d",
                "--project",
                "shop",
                "--project",
                "web",
                "--permission",
                "read",
                "--permission",
                "apply",
                "--group",
                "developers");

        assertThat(edge.seen().getFirst().text())
                .isEqualTo("{\"name\":\"ci\",\"expiresIn\":\"PT720H\",\"groups\":[\"developers\"],"
                        + "\"projects\":[\"shop\",\"web\"],\"permissions\":[\"read\",\"apply\"]}");
    }

    @Test
    void aFileForItsOwnerHoldsItAndNothingElseDoes() throws IOException {
        creates();
        Path file = folder.resolve("token");
        Path other = folder.resolve("other");

        Ended ended = shell.run("token", "create", "ci", "--out", file.toString());
        Ended json = shell.run("token", "create", "ci", "--out", other.toString(), "--json");

        for (Ended each : List.of(ended, json)) {
            assertThat(each.code()).isZero();
            assertThat(each.out() + each.err()).doesNotContain(TOKEN);
        }
        assertThat(json.out()).contains(ID);
        for (Path each : List.of(file, other)) {
            assertThat(SecretFile.read(each)).isEqualTo(TOKEN);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void noTokenIsMadeForAFileThatCannotBe() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "mine");
        for (Path wrong : List.of(taken, folder.resolve("none/token"), folder)) {
            Ended ended = shell.run("token", "create", "ci", "--out", wrong.toString());
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).contains("no token was made");
        }
        assertThat(taken).hasContent("mine");
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void aTimeThatIsNoneIsAUsageError() {
        for (String wrong : List.of("soon", "30", "-1d", "1d12h", "P30D", "99999d")) {
            assertThat(shell.run("token", "create", "ci", "--expires=" + wrong).code())
                    .as(wrong)
                    .isEqualTo(2);
        }
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void tokensAreListedWithWhatTheyAreForAndWhenTheyWereUsed() {
        TokenView used = view(List.of("shop"), "active", Records.START);
        TokenView fresh = view(null, "revoked", null);
        edge.on("GET", "/v1/tokens", request -> Answer.json(new Page<>(List.of(used, fresh), null)));

        List<String> lines = shell.run("token", "list").lines();

        assertThat(lines.get(1).replaceAll(" +", " "))
                .isEqualTo(ID + " nightly Dana read trigger shop active 2026-12-24T10:00:00Z 1m30s ago");
        assertThat(lines.get(2).replaceAll(" +", " "))
                .isEqualTo(ID + " nightly Dana read trigger all revoked 2026-12-24T10:00:00Z never");
        assertThat(edge.seen().getFirst().query()).doesNotContainKey("owner");
    }

    @Test
    void operatorsNameAnotherOwnerOrAskForAll() {
        edge.on("GET", "/v1/tokens", request -> Answer.json(new Page<>(List.of(), null)));
        shell.run("token", "list", "--all");
        shell.run("token", "list", "--owner", "https://id.example.org#42");
        assertThat(edge.seen())
                .extracting(request -> request.query().get("owner"))
                .containsExactly("all", "https://id.example.org#42");
        assertThat(shell.run("token", "list", "--all", "--owner", "x").code()).isEqualTo(2);
    }

    @Test
    void aTokenIsRevokedByItsId() {
        edge.on("DELETE", "/v1/tokens/" + ID, request -> Answer.empty(204));
        assertThat(shell.run("token", "revoke", ID).err()).contains("token " + ID + " is revoked");
    }

    @Test
    void anOwnTokenIsSentWhereverAnotherOneIs() {
        edge.on("GET", "/v1/tokens", request -> Answer.json(new Page<>(List.of(), null)));
        shell.with("SLIPWAY_TOKEN", TOKEN).run("token", "list");
        assertThat(edge.seen().getFirst().header("Authorization")).contains("Bearer " + TOKEN);
    }

    @Test
    void aRevokedTokenEndsAsDenied() {
        edge.on("GET", "/v1/tokens", request -> Answer.problem(401, "TOKEN_REVOKED", "the token was revoked"));
        Ended ended = shell.run("token", "list");
        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.err()).contains("the token was revoked");
    }

    private void creates() {
        edge.on(
                "POST",
                "/v1/tokens",
                request -> Answer.json(new CreatedToken(
                        ID, "nightly", TOKEN, List.of("developers"), null, PERMISSIONS, Records.START)));
    }

    private static TokenView view(@Nullable List<String> projects, String state, @Nullable Instant used) {
        return new TokenView(
                ID,
                "nightly",
                "https://id.example.org#42",
                "Dana",
                List.of("developers"),
                projects,
                PERMISSIONS,
                state,
                Records.START,
                Records.START.plus(Duration.ofDays(30)),
                used,
                null);
    }
}
