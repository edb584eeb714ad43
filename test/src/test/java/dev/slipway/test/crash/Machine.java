package dev.slipway.test.crash;

import dev.slipway.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What really runs on this machine, whatever anybody's tables say. */
final class Machine {
    /** Place of the start time in {@code /proc/<pid>/stat}, counted behind the name in parentheses. */
    private static final int START_TIME = 19;

    private Machine() {}

    /** Processes one of whose arguments is {@code marker}, each as pid and start time in ticks since boot. */
    static List<String> processes(String marker) {
        return processes(arguments -> arguments.contains(marker));
    }

    /** Processes that name something in an argument. */
    static List<String> processesNaming(String text) {
        return processes(arguments -> arguments.stream().anyMatch(argument -> argument.contains(text)));
    }

    private static List<String> processes(Predicate<List<String>> wanted) {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path folder : folders) {
                if (wanted.test(List.of(read(folder.resolve("cmdline")).split("\0")))) {
                    found.add(folder.getFileName() + " since " + started(folder));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(found);
    }

    /** Containers of an allocation, ended ones too, each as id and start time. */
    static List<String> containers(String allocation) {
        String ids = Shell.run(
                Path.of("/"),
                List.of("docker", "ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Label \"dev.slipway.key\"}}"));
        return ids.lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length > 1 && words[1].startsWith(allocation + "/"))
                .map(words -> words[0] + " since "
                        + Shell.run(
                                Path.of("/"),
                                List.of("docker", "inspect", "--format", "{{.State.StartedAt}}", words[0])))
                .toList();
    }

    private static String started(Path folder) throws IOException {
        String stat = read(folder.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > START_TIME ? fields[START_TIME] : "";
    }

    /** Empty for a process that ended meanwhile. */
    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw e;
        }
    }
}
