package dev.slipway.stack.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Middles of what repeated blocks came to; of an even number the mean of the two in the middle, rounded to one digit. */
final class Medians {
    private Medians() {}

    /** NaN of nothing. */
    static double of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Math.round(10 * median) / 10.0;
    }

    /** The middle of each key over those that have it. */
    static Map<String, Double> ofEach(List<Map<String, Double>> maps) {
        Map<String, List<Double>> values = new TreeMap<>();
        maps.forEach(map -> map.forEach((name, value) ->
                values.computeIfAbsent(name, key -> new ArrayList<>()).add(value)));
        Map<String, Double> medians = new TreeMap<>();
        values.forEach((name, all) -> medians.put(name, of(all)));
        return medians;
    }
}
