package dev.slipway.provisioners.sandbox;

import dev.slipway.model.spi.ProgramRunner.Access;
import dev.slipway.model.spi.ProgramRunner.Limits;
import dev.slipway.model.spi.ProgramRunner.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Java process that runs one program, for tests that kill it. */
public final class ParentProcess {
    private ParentProcess() {}

    /** Arguments: folder, label, whether the program outlives its parent, script. */
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        new SandboxedRunner(SandboxSettings.strict(folder.resolve("parent")))
                .run(
                        new Program(
                                arguments[1],
                                List.of("/bin/bash", "-c", arguments[3]),
                                folder.resolve("work"),
                                Map.of(),
                                new Access(
                                        List.of(),
                                        List.of(folder.resolve("work")),
                                        false,
                                        Boolean.parseBoolean(arguments[2])),
                                new Limits(Duration.ofMinutes(1), Duration.ofSeconds(5), 1 << 20),
                                null,
                                null),
                        line -> {});
    }

    static Process start(Path folder, String label, boolean outlives, String script) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentProcess.class.getName(),
                        folder.toString(),
                        label,
                        Boolean.toString(outlives),
                        script)
                .inheritIO()
                .start();
    }
}
