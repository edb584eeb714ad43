package dev.slipway.model.files.check;

/** Environment variables Slipway sets itself. */
final class EnvironmentNames {
    private static final String RESERVED = "SLIPWAY_";

    private EnvironmentNames() {}

    static void check(String pointer, String name, Findings findings) {
        if (name.startsWith(RESERVED)) {
            findings.add(pointer, "names that begin with SLIPWAY_ are set by Slipway", "use another name");
        }
    }
}
