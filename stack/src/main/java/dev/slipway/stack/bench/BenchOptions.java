package dev.slipway.stack.bench;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What is to be measured and how long.
 *
 * @param pipelines whole runs
 * @param start from acceptance to the first instruction of a task
 * @param runs runs per load level at one in flight, 1 and up; other levels take multiples of it
 * @param hold whether the stack stays up after the measurement until a line is read, for profilers
 */
record BenchOptions(boolean pipelines, boolean start, int runs, boolean hold) {
    static final String USAGE = "usage: ./slipway bench [pipelines|start] [--runs <n>] [--hold]";

    private static final int RUNS = 150;

    BenchOptions {
        if (runs < 1) {
            throw new IllegalArgumentException("--runs must be at least 1");
        }
    }

    /** Empty when the words make no sense. */
    static Optional<BenchOptions> parse(List<String> words) {
        boolean pipelines = true;
        boolean start = true;
        boolean hold = false;
        int runs = RUNS;
        Iterator<String> next = words.iterator();
        while (next.hasNext()) {
            switch (next.next()) {
                case "pipelines" -> start = false;
                case "start" -> pipelines = false;
                case "--hold" -> hold = true;
                case "--runs" -> {
                    Optional<Integer> number = number(next);
                    if (number.isEmpty()) {
                        return Optional.empty();
                    }
                    runs = number.get();
                }
                case "--yes" -> {
                    // For the front door alone.
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new BenchOptions(pipelines, start, runs, hold));
    }

    private static Optional<Integer> number(Iterator<String> words) {
        try {
            return words.hasNext() ? Optional.of(Integer.valueOf(words.next())) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
