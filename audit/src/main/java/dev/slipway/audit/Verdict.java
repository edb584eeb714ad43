package dev.slipway.audit;

import static java.util.Objects.requireNonNull;

/** What a verification found. */
public sealed interface Verdict {
    /**
     * Everything holds.
     *
     * @param size entries the last checkpoint covers
     * @param bodies entries whose text is still there
     * @param checkpoints signed heads that were checked
     * @param witnessed size of the largest head a trusted witness signed; 0 when no witness is trusted
     */
    record Sound(long size, long bodies, long checkpoints, long witnessed) implements Verdict {}

    /**
     * Something was changed.
     *
     * @param first the first entry that is not, or may not be, what was signed
     * @param last the last entry the doubt reaches to; equal to {@code first} when it is known exactly
     * @param reason what is wrong, for people
     */
    record Broken(long first, long last, String reason) implements Verdict {
        public Broken {
            requireNonNull(reason, "reason is null");
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("no entries from " + first + " to " + last);
            }
        }
    }
}
