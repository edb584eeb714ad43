package dev.slipway.model.files.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what somebody probably meant to write. */
public final class NearMiss {
    private static final int LONGEST = 80;

    private NearMiss() {}

    /** The known name closest to {@code written}, when it is close enough to be a slip. */
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        int allowed = Math.min(3, written.length() / 3);
        return known.stream()
                .filter(name -> !name.equals(written) && name.length() <= LONGEST)
                .filter(name -> name.equalsIgnoreCase(written) || distance(written, name) <= allowed)
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code did you mean 'x'?}, else what there is to choose from, else null. */
    public static @Nullable String fix(String written, Collection<String> known) {
        Optional<String> near = of(written, known);
        if (near.isPresent()) {
            return "did you mean '" + near.get() + "'?";
        }
        if (known.isEmpty() || known.size() > 12) {
            return null;
        }
        return "there is " + String.join(", ", known.stream().sorted().toList());
    }

    /** Changed, added, left out and swapped characters; letter case counts half a change, rounded down. */
    static int distance(String first, String second) {
        if (first.toLowerCase(Locale.ROOT).equals(second.toLowerCase(Locale.ROOT))) {
            return first.equals(second) ? 0 : 1;
        }
        int[][] cost = new int[first.length() + 1][second.length() + 1];
        for (int i = 0; i <= first.length(); i++) {
            for (int j = 0; j <= second.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, first, second, i, j);
            }
        }
        return cost[first.length()][second.length()];
    }

    private static int step(int[][] cost, String first, String second, int i, int j) {
        int change = first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && first.charAt(i - 1) == second.charAt(j - 2)
                && first.charAt(i - 2) == second.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
