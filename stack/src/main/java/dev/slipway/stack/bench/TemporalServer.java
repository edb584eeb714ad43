package dev.slipway.stack.bench;

/** Temporal servers the benchmarks can start. */
enum TemporalServer {
    EMBEDDED("embedded Temporal (SQLite file)"),
    POSTGRESQL("Temporal server on PostgreSQL");

    private final String title;

    TemporalServer(String title) {
        this.title = title;
    }

    /** What reports call it. */
    String title() {
        return title;
    }
}
