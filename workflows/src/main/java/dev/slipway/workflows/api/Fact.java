package dev.slipway.workflows.api;

/**
 * Wakes a workflow up.
 *
 * @param key key of the wait that was answered, or {@code action/<action id>}
 */
public record Fact(String key) {
    /** Prefix of keys that name an action instead of a wait. */
    public static final String ACTION = "action/";

    public Fact {
        key = key == null ? "" : key;
    }
}
