package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestDatabaseSettings {
    @TempDir
    private Path folder;

    private DatabaseSettings settings(String name, String password) throws IOException {
        Path file = folder.resolve(name);
        SecretFile.create(file, password);
        return new DatabaseSettings("jdbc:postgresql://localhost/slipway", "slipway_worker", file, 1);
    }

    @Test
    void aPasswordOfAFileOfOnesOwnIsTaken() throws IOException {
        assertThat(settings("good", "kJ3-9sd_Qwe7\n").password()).isEqualTo("kJ3-9sd_Qwe7");
    }

    @Test
    void passwordsThatCanBeGuessedAreRefused() throws IOException {
        for (String weak : new String[] {"postgres", "changeme", "slipway", "12345678901", "Slipway_Worker"}) {
            DatabaseSettings settings = settings("weak-" + weak, weak);
            assertThatThrownBy(settings::password)
                    .hasMessageContaining("can be guessed")
                    .message()
                    .doesNotContain("'" + weak + "'");
        }
    }

    @Test
    void aFileOthersCanReadIsRefused() throws IOException {
        DatabaseSettings settings = settings("open", "kJ3-9sd_Qwe7");
        Files.setPosixFilePermissions(settings.passwordFile(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(settings::password).hasMessageContaining("chmod 600");
    }
}
