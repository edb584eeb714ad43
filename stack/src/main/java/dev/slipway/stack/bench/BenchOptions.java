package dev.slipway.stack.bench;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * How long is measured.
 *
 * @param runs runs per load level at one in flight, 1 and up; other levels take multiples of it
 * @param hold whether the stack stays up after the measurement until a line is read, for profilers
 */
record BenchOptions(int runs, boolean hold) {
    static final String USAGE = "usage: ./slipway bench [pipelines] [--runs <n>] [--hold]";

    private static final int RUNS = 150;

    BenchOptions {
        if (runs < 1) {
            throw new IllegalArgumentException("--runs must be at least 1");
        }
    }

    /** Empty when the words make no sense. */
    static Optional<BenchOptions> parse(List<String> words) {
        boolean hold = false;
        int runs = RUNS;
        Iterator<String> next = words.iterator();
        while (next.hasNext()) {
            switch (next.next()) {
                case "--hold" -> hold = true;
                case "--runs" -> {
                    Optional<Integer> number = number(next);
                    if (number.isEmpty()) {
                        return Optional.empty();
                    }
                    runs = number.get();
                }
                case "pipelines" -> {
                    // The only benchmark there is.
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new BenchOptions(runs, hold));
    }

    private static Optional<Integer> number(Iterator<String> words) {
        try {
            return words.hasNext() ? Optional.of(Integer.valueOf(words.next())) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
