package dev.slipway.model.files;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Paths that stay inside a source tree or working directory: relative, with {@code /}, never upwards. */
public final class RepositoryPath {
    private RepositoryPath() {}

    /** {@code ./a//b} as {@code a/b}, {@code ./} as {@code .}; VALIDATION_FAILED when it leaves the tree. */
    public static String normalise(String path) {
        fault(path).ifPresent(fault -> {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "path '" + path + "' " + fault);
        });
        List<String> kept = new ArrayList<>(List.of(path.split("/")));
        kept.removeIf(part -> part.isEmpty() || part.equals("."));
        return kept.isEmpty() ? "." : String.join("/", kept);
    }

    /** Why {@code path} does not stay inside, as the end of a sentence. */
    public static Optional<String> fault(String path) {
        if (path.isBlank()) {
            return Optional.of("is empty");
        }
        if (path.startsWith("/") || path.startsWith("~") || path.matches("[A-Za-z]:.*")) {
            return Optional.of("is absolute; it must be relative");
        }
        if (path.contains("\\") || path.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("holds a backslash or a control character");
        }
        List<String> parts = List.of(path.split("/", -1));
        if (parts.contains("..")) {
            return Optional.of("leaves its directory by '..'");
        }
        if (parts.contains(".git")) {
            return Optional.of("lies in .git, which is no part of a source tree");
        }
        return Optional.empty();
    }
}
