package dev.slipway.model;

import java.util.regex.Pattern;

/** The rule for names of projects, environments, pipelines, stages, jobs, groups and tasks. */
public final class Names {
    /** Lower-case letters, digits and hyphens, 1 to 63 characters: fits a DNS label and a path segment. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

    private Names() {}

    /** Returns {@code name} or refuses it, naming {@code field}. */
    public static String require(String field, String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED,
                    field + " must be 1 to 63 lower-case letters, digits or hyphens",
                    java.util.List.of(Problem.of(field, "must match " + NAME.pattern())));
        }
        return name;
    }
}
