package dev.slipway.stack.bench;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is measured, where and how long.
 *
 * @param subject what is measured
 * @param servers Temporal servers it is measured on, in this order, at least one
 * @param rolesTogether whether API, worker and agent are one Java process, as {@code dev up --one-process} makes them
 * @param runs how many, 1 and up: of {@code pipelines} those per block at one in flight, of {@code start} all, of {@code audit} entries
 * @param hold whether each stack stays up after the measurement until a line is read, for profilers
 */
record BenchOptions(Subject subject, Set<TemporalServer> servers, boolean rolesTogether, int runs, boolean hold) {
    static final String USAGE = """
            usage: ./slipway bench [pipelines] [--on embedded|postgresql] [--one-process] [--runs <n>] [--hold]
                   ./slipway bench start       [--on embedded|postgresql] [--one-process] [--runs <n>] [--hold]
                   ./slipway bench audit       [--one-process] [--runs <n>] [--hold]

              pipelines      whole runs at 1, 16 and 64 in flight beside empty workflows, on both Temporal servers
              start          from acceptance to the first instruction of an exec task, on the embedded Temporal server
              audit          the audit log: facts ordered and signed, proofs, the whole log verified
              --on           one Temporal server: embedded (SQLite file) or postgresql
              --one-process  API, worker and agent in one Java process
              --runs         pipelines: runs per block at one in flight (%d); start: starts (%d); audit: entries (%d)
              --hold         each stack stays up after its measurement until enter is pressed
              --yes          programs that are missing may be installed without asking""".formatted(Subject.PIPELINES.runs, Subject.START.runs, Subject.AUDIT.runs);

    BenchOptions {
        if (runs < 1) {
            throw new IllegalArgumentException("--runs must be at least 1");
        }
        servers = EnumSet.copyOf(servers);
    }

    /** What can be measured, and how often when nothing is said. */
    enum Subject {
        PIPELINES(40, EnumSet.allOf(TemporalServer.class)),
        START(100, EnumSet.of(TemporalServer.EMBEDDED)),
        AUDIT(1_000_000, EnumSet.of(TemporalServer.EMBEDDED));

        private final int runs;
        private final Set<TemporalServer> servers;

        Subject(int runs, Set<TemporalServer> servers) {
            this.runs = runs;
            this.servers = servers;
        }
    }

    /** Empty when the words make no sense. */
    static Optional<BenchOptions> parse(List<String> words) {
        Subject subject = Subject.PIPELINES;
        Optional<Integer> runs = Optional.empty();
        Optional<TemporalServer> server = Optional.empty();
        boolean rolesTogether = false;
        boolean hold = false;
        Iterator<String> next = words.iterator();
        while (next.hasNext()) {
            boolean understood = true;
            switch (next.next()) {
                case "pipelines" -> subject = Subject.PIPELINES;
                case "start" -> subject = Subject.START;
                case "audit" -> subject = Subject.AUDIT;
                case "--hold" -> hold = true;
                case "--one-process" -> rolesTogether = true;
                case "--runs" -> {
                    runs = number(next);
                    understood = runs.isPresent();
                }
                case "--on" -> {
                    server = server(next);
                    understood = server.isPresent();
                }
                default -> understood = false;
            }
            if (!understood) {
                return Optional.empty();
            }
        }
        Set<TemporalServer> servers =
                server.<Set<TemporalServer>>map(EnumSet::of).orElse(subject.servers);
        return Optional.of(new BenchOptions(subject, servers, rolesTogether, runs.orElse(subject.runs), hold));
    }

    private static Optional<Integer> number(Iterator<String> words) {
        try {
            return words.hasNext() ? Optional.of(Integer.valueOf(words.next())) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<TemporalServer> server(Iterator<String> words) {
        String name = words.hasNext() ? words.next() : "";
        for (TemporalServer server : TemporalServer.values()) {
            if (server.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(server);
            }
        }
        return Optional.empty();
    }
}
