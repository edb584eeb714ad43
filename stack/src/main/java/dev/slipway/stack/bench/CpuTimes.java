package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Processor time used so far by each part with its children. Unlike times on the clock it hardly depends on who else works on the machine. */
final class CpuTimes {
    private static final String PID = ".pid";

    private final Installation installation;

    CpuTimes(Installation installation) {
        this.installation = installation;
    }

    /** By the name of the part; {@code supervisor} is this process, which makes the load. */
    Map<String, Duration> now() {
        Map<String, Duration> times = new TreeMap<>();
        for (Path file : pidFiles()) {
            String name = file.getFileName().toString();
            Processes.find(file)
                    .ifPresent(process -> times.put(name.substring(0, name.length() - PID.length()), used(process)));
        }
        return times;
    }

    /** Difference of two looks in milliseconds per run, rounded to one digit. */
    static Map<String, Double> perRun(Map<String, Duration> before, Map<String, Duration> after, int runs) {
        Map<String, Double> difference = new TreeMap<>();
        after.forEach((name, time) -> {
            Duration used = time.minus(before.getOrDefault(name, Duration.ZERO));
            difference.put(name, Math.round(used.toNanos() / 1e5 / runs) / 10.0);
        });
        return difference;
    }

    private static Duration used(ProcessHandle process) {
        boolean own = process.equals(ProcessHandle.current());
        Stream<ProcessHandle> all = own ? Stream.of(process) : Stream.concat(Stream.of(process), process.descendants());
        return all.map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private List<Path> pidFiles() {
        try (Stream<Path> files = Files.list(installation.run())) {
            return files.filter(file -> file.getFileName().toString().endsWith(PID))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + installation.run(), e);
        }
    }
}
