package dev.slipway.model.files;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of names: {@code ?} is any one character, {@code *} any number of them. In a path both stay in their folder,
 * {@code **} crosses folders and {@code **}{@code /} may also stand for no folder at all. Patterns and names come from
 * repositories, so the time of a match grows only with the product of both lengths.
 */
public final class Glob {
    private enum Kind {
        LITERAL,
        ONE,
        WITHIN,
        ACROSS,
        FOLDERS
    }

    private record Part(Kind kind, char literal) {}

    private final String pattern;
    private final List<Part> parts;
    private final boolean path;

    private Glob(String pattern, boolean path) {
        this.pattern = requireNonNull(pattern, "pattern is null");
        this.path = path;
        this.parts = path ? pathParts(pattern) : nameParts(pattern);
    }

    /** A pattern of branch names, where {@code *} crosses everything: {@code release/*} is also {@code release/1/2}. */
    public static Glob ofBranch(String pattern) {
        return new Glob(pattern, false);
    }

    /** A pattern of paths below the root of a repository. */
    public static Glob ofPath(String pattern) {
        return new Glob(pattern, true);
    }

    public boolean matches(String name) {
        // Tells of every place in the name whether the parts looked at so far match from there to its end.
        boolean[] rest = new boolean[name.length() + 1];
        rest[name.length()] = true;
        for (Part part : parts.reversed()) {
            rest = before(part, rest, name);
        }
        return rest[0];
    }

    @Override
    public String toString() {
        return pattern;
    }

    private static List<Part> nameParts(String pattern) {
        return pattern.chars().mapToObj(one -> part((char) one, Kind.ACROSS)).toList();
    }

    private static List<Part> pathParts(String pattern) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            boolean first = at == 0 || pattern.charAt(at - 1) == '/';
            if (first && pattern.startsWith("**/", at)) {
                parts.add(new Part(Kind.FOLDERS, '*'));
                at += 3;
            } else if (pattern.startsWith("**", at)) {
                parts.add(new Part(Kind.ACROSS, '*'));
                at += 2;
            } else {
                parts.add(part(pattern.charAt(at), Kind.WITHIN));
                at++;
            }
        }
        return parts;
    }

    private static Part part(char one, Kind star) {
        return switch (one) {
            case '*' -> new Part(star, one);
            case '?' -> new Part(Kind.ONE, one);
            default -> new Part(Kind.LITERAL, one);
        };
    }

    private boolean[] before(Part part, boolean[] rest, String name) {
        boolean[] here = new boolean[rest.length];
        boolean folderBehind = false;
        for (int i = name.length(); i >= 0; i--) {
            boolean more = i < name.length();
            here[i] = switch (part.kind()) {
                case LITERAL -> more && name.charAt(i) == part.literal() && rest[i + 1];
                case ONE -> more && stays(name.charAt(i)) && rest[i + 1];
                case WITHIN -> rest[i] || more && stays(name.charAt(i)) && here[i + 1];
                case ACROSS -> rest[i] || more && here[i + 1];
                case FOLDERS -> rest[i] || folderBehind;
            };
            folderBehind |= rest[i] && i > 0 && name.charAt(i - 1) == '/';
        }
        return here;
    }

    private boolean stays(char one) {
        return !path || one != '/';
    }
}
