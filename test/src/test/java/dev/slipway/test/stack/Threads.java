package dev.slipway.test.stack;

import dev.slipway.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Counts the threads of a Java part, virtual ones included. */
public final class Threads {
    private Threads() {}

    public static long of(RunningStack stack, String part) {
        Path file = stack.installation().run().resolve(part + ".threads");
        Path home = Path.of(System.getProperty("java.home"));
        Shell.run(
                stack.installation().root(),
                List.of(
                        home.resolve("bin/jcmd").toString(),
                        Long.toString(stack.process(part).pid()),
                        "Thread.dump_to_file",
                        "-overwrite",
                        file.toString()));
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("#")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
