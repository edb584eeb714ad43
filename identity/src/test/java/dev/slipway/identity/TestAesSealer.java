package dev.slipway.identity;

import static dev.slipway.identity.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAesSealer {
    private static final byte[] PLAIN = "a secret".getBytes(UTF_8);
    private static final String CONTEXT = "secret/shop/db";

    @TempDir
    private Path folder;

    private final AesSealer sealer = new AesSealer(SealKey.of(filled(1)));

    @Test
    void opensWhatItSealed() {
        for (int size : new int[] {0, 1, 16, 100_000}) {
            byte[] plain = new byte[size];
            assertThat(sealer.open(sealer.seal(plain, CONTEXT), CONTEXT)).isEqualTo(plain);
        }
    }

    @Test
    void theEnvelopeNamesTheKeyAndHidesTheText() {
        byte[] sealed = sealer.seal(PLAIN, CONTEXT);
        assertThat(new String(sealed, UTF_8))
                .startsWith("SWS1" + SealKey.of(filled(1)).id())
                .doesNotContain("secret");
    }

    @Test
    void neverSealsTheSameTextToTheSameBytes() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(Arrays.toString(sealer.seal(PLAIN, CONTEXT)))).isTrue();
        }
    }

    @Test
    void anotherContextDoesNotOpen() {
        byte[] sealed = sealer.seal(PLAIN, CONTEXT);
        assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> sealer.open(sealed, "secret/shop/other"));
        assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> sealer.open(sealed, ""));
    }

    @Test
    void noByteCanBeChangedOrCutOff() {
        byte[] sealed = sealer.seal(PLAIN, CONTEXT);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> sealer.open(changed, CONTEXT));
            byte[] cut = Arrays.copyOf(sealed, i);
            assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> sealer.open(cut, CONTEXT));
        }
    }

    @Test
    void anotherKeyDoesNotOpenAndAnOlderOneStillDoes() {
        byte[] sealed = sealer.seal(PLAIN, CONTEXT);
        SealKey next = SealKey.of(filled(2));
        assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> new AesSealer(next).open(sealed, CONTEXT));
        AesSealer rotated = new AesSealer(next, List.of(SealKey.of(filled(1))));
        assertThat(rotated.open(sealed, CONTEXT)).isEqualTo(PLAIN);
        assertThat(new AesSealer(next).open(rotated.seal(PLAIN, CONTEXT), CONTEXT))
                .isEqualTo(PLAIN);
    }

    @Test
    void readsTheKeyFileItGenerated() throws Exception {
        Path file = KeyFiles.generateSealKey(folder, "seal");
        byte[] sealed = AesSealer.of(file).seal(PLAIN, CONTEXT);
        assertThat(AesSealer.of(file).open(sealed, CONTEXT)).isEqualTo(PLAIN);
        assertThat(SealKey.read(file).toString())
                .doesNotContain(Files.readString(file).strip());
    }

    @Test
    void keyFilesOpenToOthersAreRefused() throws Exception {
        Path file = KeyFiles.generateSealKey(folder, "seal");
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw---x---")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> AesSealer.of(file));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(AesSealer.of(file).seal(PLAIN, CONTEXT)).isNotEmpty();
    }

    @Test
    void keyFilesOfAnotherFormAreRefused() throws Exception {
        for (String text : List.of("", "short", "not base64 !", "AAAA", "A".repeat(100), "x".repeat(70_000))) {
            Path file = Files.createTempFile(folder, "key", "");
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> AesSealer.of(file));
        }
        assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> AesSealer.of(folder.resolve("missing")));
        assertRefused(ErrorCode.SECRET_UNAVAILABLE, () -> AesSealer.of(folder));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[SealKey.BYTES];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
