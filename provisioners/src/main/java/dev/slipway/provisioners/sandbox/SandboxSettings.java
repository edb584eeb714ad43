package dev.slipway.provisioners.sandbox;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How child programs are kept apart.
 *
 * @param bubblewrap the {@code bwrap} program; null to look for it on PATH
 * @param allowUnsandboxed whether programs run without a sandbox where bubblewrap is missing; never in production
 * @param scratch folder for output on its way
 */
public record SandboxSettings(@Nullable Path bubblewrap, boolean allowUnsandboxed, Path scratch) {
    public SandboxSettings {
        requireNonNull(scratch, "scratch is null");
    }

    /** Bubblewrap from PATH, and an error where it is missing. */
    public static SandboxSettings strict(Path scratch) {
        return new SandboxSettings(null, false, scratch);
    }
}
