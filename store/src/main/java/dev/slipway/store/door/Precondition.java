package dev.slipway.store.door;

/** What the asker believes to be stored; a write that does not find it so changes nothing. */
public sealed interface Precondition {
    /** Nothing of that name is there ({@code If-None-Match: *}). */
    record Absent() implements Precondition {}

    /** Exactly this revision is there ({@code If-Match}). */
    record Revision(long number) implements Precondition {}
}
