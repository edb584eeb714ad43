package dev.slipway.client;

/** What must hold for a change to be made. */
public sealed interface Precondition {
    /** Header name and value that say it. */
    Header header();

    /** A header. */
    record Header(String name, String value) {}

    /** Nothing of that name exists yet. */
    record Absent() implements Precondition {
        @Override
        public Header header() {
            return new Header("If-None-Match", "*");
        }
    }

    /** It is still at this revision. */
    record AtRevision(long revision) implements Precondition {
        @Override
        public Header header() {
            return new Header("If-Match", "\"" + revision + "\"");
        }
    }
}
