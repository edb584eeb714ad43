package dev.slipway.audit.witness;

import static java.util.Objects.requireNonNull;

/** What a witness says to a checkpoint. */
public sealed interface WitnessAnswer {
    /**
     * It cosigned.
     *
     * @param line signature line without its end
     */
    record Cosigned(String line) implements WitnessAnswer {
        public Cosigned {
            requireNonNull(line, "line is null");
        }
    }

    /**
     * It has seen another size than the log thinks, or another root of this size.
     *
     * @param size what it has seen
     */
    record Behind(long size) implements WitnessAnswer {}

    /**
     * It does not cosign this.
     *
     * @param status HTTP status that says why, 400 to 599
     * @param text for people
     */
    record Refused(int status, String text) implements WitnessAnswer {
        public Refused {
            requireNonNull(text, "text is null");
        }
    }
}
