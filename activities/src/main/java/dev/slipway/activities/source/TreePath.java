package dev.slipway.activities.source;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import java.util.List;

/** Paths inside a tree: relative, with slashes, never upwards. */
final class TreePath {
    private TreePath() {}

    /**
     * Without a leading {@code ./} and a trailing slash; empty for the tree itself.
     *
     * @throws SlipwayException VALIDATION_FAILED
     */
    static String normalise(String path) {
        String result = path;
        while (result.startsWith("./")) {
            result = result.substring(2);
        }
        result = result.endsWith("/") ? result.substring(0, result.length() - 1) : result;
        if (result.isEmpty() || result.equals(".")) {
            return "";
        }
        for (String part : result.split("/", -1)) {
            boolean special = part.isEmpty() || part.equals(".") || part.equals("..");
            if (special || part.indexOf('\\') >= 0 || part.indexOf('\0') >= 0) {
                throw new SlipwayException(
                        ErrorCode.VALIDATION_FAILED,
                        "'" + path + "' is not a path inside the tree",
                        List.of(Problem.of("path", "must be relative and must not climb")));
            }
        }
        return result;
    }

    /**
     * Whether a link at {@code path} to {@code target} stays inside the tree. Upward steps may only stand at the beginning:
     * behind a name they would start from wherever that name, if it is a link, leads.
     */
    static boolean staysInside(String path, String target) {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
            return false;
        }
        int depth = path.split("/").length - 1;
        boolean named = false;
        for (String part : target.split("/")) {
            if (part.equals("..")) {
                depth--;
                if (named || depth < 0) {
                    return false;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                named = true;
            }
        }
        return true;
    }
}
