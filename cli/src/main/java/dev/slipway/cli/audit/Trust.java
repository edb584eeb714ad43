package dev.slipway.cli.audit;

import dev.slipway.audit.TrustedKeys;
import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files a person names: pinned keys and checkpoints they kept. */
final class Trust {
    private Trust() {}

    static TrustedKeys keys(Path file) {
        try {
            return TrustedKeys.parse(text(file));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.FAILED, file + " holds no trusted keys: " + e.getMessage(), e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot read " + file, e);
        }
    }
}
