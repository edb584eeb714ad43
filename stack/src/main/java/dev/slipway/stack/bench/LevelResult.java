package dev.slipway.stack.bench;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one load level came to: of each figure the median of its blocks.
 *
 * @param what what was run
 * @param inFlight how many at a time
 * @param runs how many ended in all blocks
 * @param p50 half of a block took at most this, milliseconds
 * @param p99 99 of 100 of a block took at most this, milliseconds
 * @param perSecond ended per second
 * @param lowestPerSecond of the slowest block
 * @param highestPerSecond of the fastest block
 * @param commits transactions PostgreSQL committed per run, by database; includes what runs anyway, such as heartbeats
 * @param cpuMillis processor time per run in milliseconds, by part
 * @param blocks in the order they were measured in
 */
record LevelResult(
        String what,
        int inFlight,
        int runs,
        double p50,
        double p99,
        double perSecond,
        double lowestPerSecond,
        double highestPerSecond,
        Map<String, Double> commits,
        Map<String, Double> cpuMillis,
        List<LoadResult> blocks) {
    static final String HEAD = "%-16s %9s %6s %8s %8s %7s %13s %8s %7s  %s"
            .formatted(
                    "what",
                    "in flight",
                    "count",
                    "p50 ms",
                    "p99 ms",
                    "per s",
                    "lowest-highest",
                    "commits",
                    "cpu ms",
                    "of which");
    private static final String LINE = "%-16s %9d %6d %8.1f %8.1f %7.1f %14s %8.1f %7.1f  %s %s";

    LevelResult {
        blocks = List.copyOf(blocks);
    }

    /** Puts blocks together. */
    static LevelResult of(String what, int inFlight, List<LoadResult> blocks) {
        List<Double> rates = blocks.stream().map(LoadResult::perSecond).toList();
        return new LevelResult(
                what,
                inFlight,
                blocks.stream().mapToInt(block -> block.millis().count()).sum(),
                median(blocks, block -> block.millis().p50()),
                median(blocks, block -> block.millis().p99()),
                Medians.of(rates),
                rates.stream().min(Double::compare).orElse(Double.NaN),
                rates.stream().max(Double::compare).orElse(Double.NaN),
                Medians.ofEach(blocks.stream().map(LoadResult::commits).toList()),
                Medians.ofEach(blocks.stream().map(LoadResult::cpuMillis).toList()),
                blocks);
    }

    /** One line of the table. */
    String line() {
        String range = "%.1f-%.1f".formatted(lowestPerSecond, highestPerSecond);
        return LINE.formatted(
                what,
                inFlight,
                runs,
                p50,
                p99,
                perSecond,
                range,
                LoadResult.sum(commits),
                LoadResult.sum(cpuMillis),
                cpuMillis,
                commits);
    }

    private static double median(List<LoadResult> blocks, Function<LoadResult, Double> figure) {
        return Medians.of(blocks.stream().map(figure).toList());
    }
}
