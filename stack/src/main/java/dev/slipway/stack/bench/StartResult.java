package dev.slipway.stack.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What starts of exec tasks came to on one Temporal server, in milliseconds.
 *
 * @param server which one
 * @param startMillis from nothing to every part ready
 * @param start from acceptance of the run to the first instruction of its task
 * @param pieces where that time goes, and what the request before it took
 * @param bubblewrap from the fork of a bare bubblewrap to the first instruction of the same program in it
 * @param load what the whole runs took and cost
 */
record StartResult(
        String server,
        long startMillis,
        Quantiles start,
        Map<String, Quantiles> pieces,
        Quantiles bubblewrap,
        LoadResult load) {
    private static final String LINE = "%-40s %6s %8s %8s %8s %8s";
    private static final String HEAD = LINE.formatted("what", "count", "p50 ms", "p90 ms", "p99 ms", "largest");

    /** Puts measured starts together. */
    static StartResult of(
            String server, long startMillis, List<FirstInstruction> starts, List<Double> bubblewrap, LoadResult load) {
        Map<String, List<Double>> pieces = new LinkedHashMap<>();
        starts.forEach(start -> start.pieces()
                .forEach((name, millis) ->
                        pieces.computeIfAbsent(name, key -> new ArrayList<>()).add(millis)));
        Map<String, Quantiles> told = new LinkedHashMap<>();
        pieces.forEach((name, millis) -> told.put(name, Quantiles.of(millis)));
        Quantiles start =
                Quantiles.of(starts.stream().map(FirstInstruction::millis).toList());
        return new StartResult(server, startMillis, start, told, Quantiles.of(bubblewrap), load);
    }

    /** The table. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        lines.add(line("acceptance to first instruction", start));
        pieces.forEach((name, quantiles) -> lines.add(line("  " + name, quantiles)));
        lines.add(line("bare bubblewrap to first instruction", bubblewrap));
        lines.add(line("whole run", load.millis()));
        lines.add("processor time per run in ms: " + load.cpuMillis());
        return lines;
    }

    private static String line(String what, Quantiles millis) {
        return LINE.formatted(what, millis.count(), millis.p50(), millis.p90(), millis.p99(), millis.largest());
    }
}
