package dev.slipway.stack.bench;

import java.util.Arrays;
import java.util.Collection;

/**
 * What is told of many measured times, in milliseconds.
 *
 * @param count how many there were
 * @param p50 half of them took at most this
 * @param p90 nine of ten took at most this
 * @param p99 99 of 100 took at most this; of few samples it is the largest
 */
record Quantiles(int count, double p50, double p90, double p99, double largest) {
    static Quantiles of(Collection<Double> millis) {
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Quantiles(sorted.length, at(sorted, 0.50), at(sorted, 0.90), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return Math.round(sorted[Math.max(0, rank - 1)] * 10) / 10.0;
    }
}
