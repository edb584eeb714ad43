package dev.slipway.identity;

import static dev.slipway.identity.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed actions: whoever changes one column of the row breaks the signature. */
class TestActions {
    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Instant CREATED = Instant.parse("2026-11-01T12:00:00.123456Z");
    private static final Instant EXPIRES = CREATED.plusSeconds(600);

    @TempDir
    private Path folder;

    private KeyFiles.Pair files;
    private Ed25519ActionSigner signer;
    private Ed25519ActionChecker checker;

    @BeforeEach
    void generate() throws Exception {
        files = KeyFiles.generateEd25519(folder, "action");
        signer = Ed25519ActionSigner.of(files.privateKey());
        checker = Ed25519ActionChecker.of(files.publicKey());
    }

    private static ActionText action() {
        return new ActionText(
                ID,
                "run/a/b/1",
                1,
                "production",
                "approve",
                "i#1",
                "Dana",
                List.of("leads"),
                "",
                "sha256:1",
                "n",
                "d",
                CREATED,
                EXPIRES);
    }

    private static List<ActionText> changed() {
        UUID id = UUID.fromString("00000000-0000-0000-0000-000000000002");
        String w = "run/a/b/1";
        List<String> leads = List.of("leads");
        return List.of(
                new ActionText(
                        id,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        "run/a/b/2",
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        2,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "staging",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "reject",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#2",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Eve",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        List.of("leads", "operators"),
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "x",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:2",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "m",
                        "d",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "e",
                        CREATED,
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED.minusSeconds(1),
                        EXPIRES),
                new ActionText(
                        ID,
                        w,
                        1,
                        "production",
                        "approve",
                        "i#1",
                        "Dana",
                        leads,
                        "",
                        "sha256:1",
                        "n",
                        "d",
                        CREATED,
                        EXPIRES.plusSeconds(1)));
    }

    @Test
    void theCanonicalTextIsFixed() {
        assertThat(action().text())
                .isEqualTo("slipway-action-v1\n{\"createdAt\":\"2026-11-01T12:00:00.123456Z\",\"decisionId\":\"d\","
                        + "\"expiresAt\":\"2026-11-01T12:10:00.123456Z\",\"generation\":1,\"groups\":[\"leads\"],"
                        + "\"id\":\"00000000-0000-0000-0000-000000000001\",\"kind\":\"approve\",\"nonce\":\"n\","
                        + "\"principal\":\"i#1\",\"principalName\":\"Dana\",\"reason\":\"\",\"stage\":\"production\","
                        + "\"target\":\"sha256:1\",\"workflowId\":\"run/a/b/1\"}");
    }

    @Test
    void aSignatureHoldsForItsOwnActionOnly() {
        String signature = signer.sign(action().text());
        assertThat(checker.valid(action().text(), signature)).isTrue();
        Set<String> texts = new HashSet<>(Set.of(action().text()));
        for (ActionText other : changed()) {
            assertThat(texts.add(other.text())).isTrue();
            assertThat(checker.valid(other.text(), signature)).as(other.text()).isFalse();
        }
    }

    @Test
    void signaturesOfOthersAndRubbishAreWrong() throws Exception {
        KeyFiles.Pair other = KeyFiles.generateEd25519(folder, "other");
        String text = action().text();
        assertThat(checker.valid(
                        text, Ed25519ActionSigner.of(other.privateKey()).sign(text)))
                .isFalse();
        for (String rubbish :
                List.of("", "x", "not base64 !", Base64.getEncoder().encodeToString(new byte[64]))) {
            assertThat(checker.valid(text, rubbish)).isFalse();
        }
    }

    @Test
    void timesFinerThanTheDatabaseKeepsAreRefused() {
        assertThatThrownBy(() -> new ActionText(
                        ID,
                        "w",
                        1,
                        "-",
                        "cancel",
                        "p",
                        "p",
                        List.of(),
                        "",
                        "",
                        "n",
                        "d",
                        CREATED.plusNanos(1),
                        EXPIRES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("createdAt");
    }

    @Test
    void privateKeysArePrivateAndNeverReplaced() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.privateKey())))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> KeyFiles.generateEd25519(folder, "action"))
                .isInstanceOf(FileAlreadyExistsException.class);
        Files.setPosixFilePermissions(files.privateKey(), PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> Ed25519ActionSigner.of(files.privateKey()));
    }

    @Test
    void filesThatHoldSomethingElseAreRefused() throws Exception {
        assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> KeyFiles.readPublicKey(files.privateKey()));
        assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> KeyFiles.readPublicKey(folder.resolve("missing")));
        Path file = folder.resolve("bad.pub");
        Files.writeString(file, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> KeyFiles.readPublicKey(file));
        assertRefused(ErrorCode.VALIDATION_FAILED, () -> KeyFiles.decode("AAAA"));
        assertRefused(ErrorCode.VALIDATION_FAILED, () -> KeyFiles.decode("no base64 !"));
    }
}
