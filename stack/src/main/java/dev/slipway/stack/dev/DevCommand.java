package dev.slipway.stack.dev;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.idp.DemoPerson;
import dev.slipway.stack.idp.DemoTokens;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code ./slipway dev}: the embedded stack of a checkout, up, down, reset, looked at. */
public final class DevCommand {
    private static final int USAGE = 2;

    private final Installation installation;
    private final Background background;
    private final Launch launch;
    private final PrintStream out;

    public DevCommand(Installation installation, Launch launch, PrintStream out) {
        this.installation = installation;
        this.background = new Background(installation, launch);
        this.launch = launch;
        this.out = out;
    }

    /** Returns the exit code. */
    public int run(List<String> words) {
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "up" -> up(words.subList(1, words.size()));
            case "down" -> down();
            case "reset" -> reset();
            case "status" -> status();
            case "token" -> token(words.subList(1, words.size()));
            default -> usage();
        };
    }

    private int up(List<String> words) {
        if (!words.isEmpty() && !words.equals(List.of(Background.ONE_PROCESS))) {
            return usage();
        }
        installation.prepare();
        if (background.running()) {
            out.println("the stack is up already");
            return status();
        }
        Map<String, Integer> taken = installation.ports().taken();
        if (!taken.isEmpty()) {
            taken.forEach((part, port) -> out.println("port " + port + ", needed for " + part + ", is taken"));
            out.println("set SLIPWAY_PORT_BASE to the first of 15 free ports, such as 7500");
            return 1;
        }
        long begin = System.nanoTime();
        background.start(words);
        out.println("up in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        return status();
    }

    private int usage() {
        out.println("usage: ./slipway dev up [--one-process] | down | reset | status | token <person>");
        return USAGE;
    }

    private int down() {
        boolean was = background.stop();
        new CleanUp(installation, launch).run();
        out.println(was ? "the stack is down, its data is kept" : "the stack was not up");
        return 0;
    }

    private int reset() {
        down();
        for (String name : List.of("data", "run", "config", "logs")) {
            delete(installation.root().resolve(name));
        }
        out.println("data is gone, secrets are kept");
        return 0;
    }

    private int status() {
        if (!background.running()) {
            out.println("the stack is down; start it with ./slipway dev up");
            return 1;
        }
        line("pages and API", installation.apiUrl());
        line(
                "applications",
                "http://<service>.<environment>.<project>.localhost:"
                        + installation.ports().proxy());
        line("Temporal UI", installation.temporalUiUrl());
        line("identity provider", installation.identityProviderUrl());
        line("logs", installation.logs().toString());
        return 0;
    }

    private int token(List<String> words) {
        if (words.isEmpty()) {
            out.println("usage: ./slipway dev token <person>; one of "
                    + DemoPerson.ALL.stream().map(DemoPerson::name).toList());
            return USAGE;
        }
        out.println(new DemoTokens(installation).token(words.getFirst()));
        return 0;
    }

    private void line(String name, String value) {
        out.printf("  %-18s %s%n", name, value);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
