package dev.slipway.test.crash;

import java.util.List;
import java.util.Locale;

/** Who is killed. */
enum Victim {
    WORKER("worker"),
    API("api"),
    AGENT("agent"),
    TEMPORAL("temporal"),
    POSTGRES("postgres"),
    ALL("postgres", "temporal", "api", "worker", "agent");

    private final List<String> parts;

    Victim(String... parts) {
        this.parts = List.of(parts);
    }

    /** Names of the supervisor's parts. */
    List<String> parts() {
        return parts;
    }

    /** Whether sessions of the database end with the victim. */
    boolean takesDatabase() {
        return parts.contains("postgres");
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
