package dev.slipway.provisioners;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ProgramRunner;
import dev.slipway.model.spi.ProgramRunner.Access;
import dev.slipway.model.spi.ProgramRunner.Limits;
import dev.slipway.model.spi.ProgramRunner.Program;
import dev.slipway.model.spi.ProgramRunner.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Asks the program who it is. */
final class TerraformVersion {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(1), 1 << 20);

    private TerraformVersion() {}

    /** Name and version, such as {@code terraform 1.11.4}. */
    static String of(Path program, TerraformSettings settings, ProgramRunner runner) {
        try {
            Files.createDirectories(settings.workDir());
            Result result = runner.run(
                    new Program(
                            "provision/version/" + UUID.randomUUID(),
                            List.of(program.toString(), "version"),
                            settings.workDir().toAbsolutePath(),
                            Map.of("TF_CLI_CONFIG_FILE", "/dev/null", "CHECKPOINT_DISABLE", "1"),
                            new Access(List.of(program, settings.workDir().toAbsolutePath()), List.of(), false, false),
                            LIMITS,
                            null,
                            null),
                    line -> {});
            String first = result.tail().lines().findFirst().orElse("");
            if (result.exitCode() != 0 || !first.contains(" v")) {
                throw new SlipwayException(
                        ErrorCode.PROVISIONER_MISSING, program + " does not say its version: " + result.tail());
            }
            return program.getFileName() + " " + first.substring(first.lastIndexOf(" v") + 2);
        } catch (IOException e) {
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "cannot write to " + settings.workDir(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "interrupted while asking for the version", e);
        }
    }
}
