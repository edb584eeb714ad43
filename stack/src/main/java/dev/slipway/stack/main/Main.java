package dev.slipway.stack.main;

import dev.slipway.model.SlipwayException;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Ports;
import dev.slipway.stack.bench.BenchCommand;
import dev.slipway.stack.demo.DemoCommand;
import dev.slipway.stack.dev.Background;
import dev.slipway.stack.dev.DevCommand;
import dev.slipway.stack.dev.Supervise;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What {@code ./slipway dev}, {@code demo} and {@code bench} start. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Arrays.asList(arguments), System.getenv()));
    }

    private static int run(List<String> words, Map<String, String> environment) {
        try {
            Installation installation = installation(environment);
            Launch launch = Launch.fromEnvironment();
            List<String> rest = words.subList(Math.min(1, words.size()), words.size());
            return switch (words.isEmpty() ? "" : words.getFirst()) {
                case "dev" -> new DevCommand(installation, launch, System.out).run(rest);
                case "demo" -> new DemoCommand(installation, launch, System.out).run(rest);
                case "bench" -> new BenchCommand(installation, launch, System.out).run(rest);
                case "supervise" -> new Supervise(installation, launch).run(rest.contains(Background.ONE_PROCESS));
                default -> usage();
            };
        } catch (SlipwayException | IllegalStateException | IllegalArgumentException e) {
            System.err.println("slipway: " + e.getMessage());
            return USAGE;
        }
    }

    private static Installation installation(Map<String, String> environment) {
        String base = environment.getOrDefault("SLIPWAY_PORT_BASE", Integer.toString(Ports.DEFAULT_BASE));
        String home = environment.get("SLIPWAY_HOME");
        if (home == null) {
            throw new IllegalStateException("SLIPWAY_HOME is not set; start this through ./slipway");
        }
        try {
            return new Installation(Path.of(home), new Ports(Integer.parseInt(base)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("SLIPWAY_PORT_BASE is not a number: " + base, e);
        }
    }

    private static int usage() {
        System.err.println(
                "usage: ./slipway dev up [--one-process]|down|reset|status|token <person>, ./slipway demo, ./slipway bench");
        return USAGE;
    }
}
