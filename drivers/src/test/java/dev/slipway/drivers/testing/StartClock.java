package dev.slipway.drivers.testing;

import dev.slipway.drivers.DriverSettings;
import dev.slipway.drivers.Drivers;
import dev.slipway.model.spi.TaskDriver;
import dev.slipway.model.spi.TaskHandle;
import dev.slipway.model.spi.TaskStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Measures from the call of start to the task's first instruction, in milliseconds; run by hand. */
public final class StartClock {
    private StartClock() {}

    /** Arguments: driver name, number of runs. */
    public static void main(String[] arguments) throws Exception {
        TestingNode node = new TestingNode(Files.createTempDirectory("start-clock"));
        TaskDriver driver = Drivers.create(new DriverSettings(node.stateRoot(), true, null, null)).stream()
                .filter(candidate -> candidate.name().equals(arguments[0]))
                .findFirst()
                .orElseThrow();
        System.out.println(driver.fingerprint());
        List<Double> first = new ArrayList<>();
        for (int run = 0; run < Integer.parseInt(arguments[1]); run++) {
            TaskStart start = node.start(Map.of("command", "/bin/date", "args", List.of("+%s%N")));
            long begun = nanos(Instant.now());
            TaskHandle handle = driver.start(start);
            long returned = nanos(Instant.now());
            driver.await(handle);
            long ended = nanos(Instant.now());
            driver.destroy(handle);
            long destroyed = nanos(Instant.now());
            double instruction = millis(
                    begun, Long.parseLong(TestingNode.output(start, "stdout").strip()));
            first.add(instruction);
            System.out.printf(
                    "first %.1f returned %.1f ended %.1f destroyed %.1f%n",
                    instruction, millis(begun, returned), millis(begun, ended), millis(begun, destroyed));
        }
        first.sort(null);
        System.out.printf("p50 %.1f ms, max %.1f ms%n", first.get(first.size() / 2), first.getLast());
        delete(node.root());
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }
}
