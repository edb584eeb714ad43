package dev.slipway.apiserver.token;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Names;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.TokenPermission;
import dev.slipway.model.api.NewToken;
import dev.slipway.store.token.TokenScope;
import dev.slipway.store.token.Tokens;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a request for a token against what its maker has; everything wrong is said at once, each with what to write. */
final class TokenRequests {
    private static final Duration USUAL = Duration.ofDays(30);
    private static final List<TokenPermission> USUAL_PERMISSIONS =
            List.of(TokenPermission.READ, TokenPermission.TRIGGER);
    private static final int MOST = 100;

    private final List<Problem> problems = new ArrayList<>();

    private TokenRequests() {}

    /**
     * @param groups the maker's groups
     * @param visible whether the maker may see a project
     * @throws SlipwayException VALIDATION_FAILED
     */
    static TokenOrder check(NewToken asked, List<String> groups, Predicate<String> visible) {
        TokenRequests check = new TokenRequests();
        String name = check.name(asked.name());
        Duration validity = check.validity(asked.expiresIn());
        List<String> acting = check.groups(asked.groups(), groups);
        List<String> projects = asked.projects() == null ? null : check.projects(asked.projects(), visible);
        List<TokenPermission> permissions = check.permissions(asked.permissions());
        if (!check.problems.isEmpty()) {
            Problem first = check.problems.getFirst();
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED, first.field() + " " + first.message(), check.problems);
        }
        return new TokenOrder(name, validity, new TokenScope(acting, projects, permissions));
    }

    private String name(@Nullable String name) {
        if (name == null || !Names.NAME.matcher(name).matches()) {
            add("name", "must be 1 to 63 lower-case letters, digits or hyphens", "say what it is for, such as nightly");
            return "";
        }
        return name;
    }

    private Duration validity(@Nullable String text) {
        if (text == null) {
            return USUAL;
        }
        try {
            Duration validity = Duration.parse(text);
            if (validity.compareTo(Tokens.SHORTEST) >= 0 && validity.compareTo(Tokens.LONGEST) <= 0) {
                return validity;
            }
            add("expiresIn", "must be from one hour to 365 days", "write PT1H to P365D");
        } catch (DateTimeParseException e) {
            add("expiresIn", "is not an ISO 8601 duration", "write for example P30D or PT12H");
        }
        return USUAL;
    }

    private List<String> groups(@Nullable List<@Nullable String> asked, List<String> held) {
        if (asked == null) {
            return held;
        }
        Set<String> chosen = distinct("groups", asked);
        for (String group : chosen) {
            if (!held.contains(group)) {
                add("groups", "names one you are not in: " + shown(group), "choose among " + String.join(", ", held));
            }
        }
        return List.copyOf(chosen);
    }

    private List<String> projects(List<@Nullable String> asked, Predicate<String> visible) {
        Set<String> chosen = distinct("projects", asked);
        for (String project : chosen) {
            if (!Names.NAME.matcher(project).matches() || !visible.test(project)) {
                add(
                        "projects",
                        "names one you may not see: " + shown(project),
                        "name projects slipway project list shows");
            }
        }
        return List.copyOf(chosen);
    }

    private List<TokenPermission> permissions(@Nullable List<@Nullable String> asked) {
        if (asked == null) {
            return USUAL_PERMISSIONS;
        }
        Set<String> chosen = distinct("permissions", asked);
        List<TokenPermission> known = Arrays.stream(TokenPermission.values())
                .filter(permission -> chosen.contains(permission.text()))
                .toList();
        if (known.size() < chosen.size()) {
            add("permissions", "names one there is not", "choose among " + permissionNames());
        }
        if (!known.contains(TokenPermission.READ)) {
            add("permissions", "lacks read", "add read: what a token may not see it cannot act on");
        }
        return known;
    }

    /** Without repeats; an empty or overlong list, and an entry that is no text, are said. */
    private Set<String> distinct(String field, List<@Nullable String> asked) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String entry : asked) {
            if (entry != null) {
                distinct.add(entry);
            }
        }
        if (asked.isEmpty() || asked.size() > MOST || asked.contains(null)) {
            add(field, "must have 1 to " + MOST + " entries", "leave it out for what is usual");
            return Set.of();
        }
        return distinct;
    }

    private void add(String field, String message, String fix) {
        problems.add(new Problem(field, 0, 0, message, fix));
    }

    private static String permissionNames() {
        return Arrays.stream(TokenPermission.values())
                .map(TokenPermission::text)
                .collect(Collectors.joining(", "));
    }

    private static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > 63 ? printable.substring(0, 63) + "…" : printable;
    }
}
