package dev.slipway.activities.source;

import dev.slipway.model.spi.SourceRepository.Tree;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Commits lately found on a ref of their origin. Several runs of one commit within seconds ask the origin once: a commit
 * that leaves a ref while its run is on the way is not noticed either. Thread-safe.
 */
final class Sightings {
    /** How long a sighting counts. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int KEPT = 1_000;

    private final LongSupplier nanos;
    private final Recent<Seen> seen = new Recent<>(KEPT);

    /** @param nanos a clock as {@link System#nanoTime} */
    Sightings(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Time now, to be read before the origin is asked. */
    long now() {
        return nanos.getAsLong();
    }

    /** @param asked when the origin was asked, see {@link #now} */
    void saw(String url, String ref, Tree tree, long asked) {
        seen.put(key(url, ref, tree.commit()), new Seen(tree, asked));
    }

    Optional<Tree> find(String url, String ref, String commit) {
        return seen.find(key(url, ref, commit))
                .filter(one -> now() - one.asked() < LONGEST.toNanos())
                .map(Seen::tree);
    }

    private static String key(String url, String ref, String commit) {
        return commit + " " + ref + " " + url;
    }

    private record Seen(Tree tree, long asked) {}
}
