package dev.slipway.cli.show;

import dev.slipway.model.api.RunView;

/** Short forms of long names. */
public final class ShortNames {
    private ShortNames() {}

    /** {@code <project>/<pipeline>/<number>}, as commands take it. */
    public static String run(RunView run) {
        return run.project() + "/" + run.pipeline() + "/" + run.number();
    }

    /** The first twelve digits of a commit. */
    public static String commit(String commit) {
        return commit.substring(0, Math.min(12, commit.length()));
    }

    /** The branch of a ref, or the ref when it is none. */
    public static String ref(String ref) {
        return ref.startsWith("refs/heads/") ? ref.substring("refs/heads/".length()) : ref;
    }

    /** {@code sha256:} and the first twelve digits. */
    public static String digest(String digest) {
        return digest.length() > 19 ? digest.substring(0, 19) : digest;
    }
}
