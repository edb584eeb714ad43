package dev.slipway.drivers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine keeps its control groups: version 1 (a hierarchy per controller), version 2 (one for all) or the
 * mixture of both, where version 2 is mounted without the controllers but still kills a whole group at once.
 *
 * @param controllers hierarchy of each version 1 controller in use, by name such as {@code memory}
 * @param unified version 2 hierarchy, when one is mounted
 * @param unifiedControllers controllers version 2 governs
 */
public record CgroupTree(Map<String, Path> controllers, Optional<Path> unified, Set<String> unifiedControllers) {
    private static final List<String> USED = List.of("cpu", "memory", "pids", "freezer", "name=systemd");
    private static final List<String> REQUIRED = List.of("cpu", "memory", "pids");

    public CgroupTree {
        controllers = Map.copyOf(controllers);
        unifiedControllers = Set.copyOf(unifiedControllers);
    }

    /** What is mounted now. */
    public static CgroupTree detect() {
        return detect(Path.of("/proc/self/mountinfo"));
    }

    static CgroupTree detect(Path mountInfo) {
        Map<String, Path> controllers = new LinkedHashMap<>();
        Path unified = null;
        for (String line : lines(mountInfo)) {
            String[] halves = line.split(" - ");
            if (halves.length != 2) {
                continue;
            }
            String[] system = halves[1].split(" ");
            Path mounted = Path.of(halves[0].split(" ")[4]);
            if (system[0].equals("cgroup2")) {
                unified = mounted;
            } else if (system[0].equals("cgroup") && system.length > 2) {
                Arrays.stream(system[2].split(","))
                        .filter(USED::contains)
                        .forEach(controller -> controllers.putIfAbsent(controller, mounted));
            }
        }
        return new CgroupTree(controllers, Optional.ofNullable(unified), offered(unified));
    }

    /** Required controllers that neither version governs. */
    public List<String> missing() {
        return REQUIRED.stream()
                .filter(name -> !controllers.containsKey(name) && !unifiedControllers.contains(name))
                .toList();
    }

    /** {@code v1}, {@code v2} or {@code hybrid}. */
    public String version() {
        if (unified.isEmpty()) {
            return "v1";
        }
        return controllers.containsKey("memory") ? "hybrid" : "v2";
    }

    /** Whether a task's group of {@code controller} is governed by version 2. */
    boolean byUnified(String controller) {
        return !controllers.containsKey(controller) && unifiedControllers.contains(controller);
    }

    /** Every hierarchy a task gets a group in, the one that kills best first. */
    List<Path> hierarchies() {
        Set<Path> all = new LinkedHashSet<>();
        unified.ifPresent(all::add);
        USED.stream().filter(controllers::containsKey).map(controllers::get).forEach(all::add);
        return List.copyOf(all);
    }

    private static Set<String> offered(@Nullable Path unified) {
        if (unified == null) {
            return Set.of();
        }
        Set<String> offered = new LinkedHashSet<>();
        for (String line : lines(unified.resolve("cgroup.controllers"))) {
            Arrays.stream(line.split(" ")).filter(REQUIRED::contains).forEach(offered::add);
        }
        return offered;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
