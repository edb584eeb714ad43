package dev.slipway.model.spi;

import java.util.Optional;

/** Keeps every decision for ever; written with a database role that can do nothing else. */
public interface DecisionLog {
    /** The stored decision of that id. */
    Optional<Decision> find(String id);

    /** Stores a decision and returns what stands under its id: the first one stored wins. */
    Decision record(Decision decision);
}
