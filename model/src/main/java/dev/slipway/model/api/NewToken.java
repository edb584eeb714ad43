package dev.slipway.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an own token.
 *
 * @param name what the owner calls it, 1 to 63 lower-case letters, digits or hyphens
 * @param expiresIn ISO 8601 duration of one hour to 365 days, {@code P30D} when null
 * @param groups some of the owner's groups, all of them when null
 * @param projects projects it is good for, all the owner may see when null
 * @param permissions what it may do: {@code read} and any of {@code trigger}, {@code action}, {@code apply}; {@code read}
 *     and {@code trigger} when null
 */
public record NewToken(
        @Nullable String name,
        @Nullable String expiresIn,
        @Nullable List<@Nullable String> groups,
        @Nullable List<@Nullable String> projects,
        @Nullable List<@Nullable String> permissions) {}
