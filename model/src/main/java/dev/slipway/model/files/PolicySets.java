package dev.slipway.model.files;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of policy sets each engine must apply. Null is "not mentioned", which inherits; an empty list is "none wanted".
 *
 * @param internal sets of the internal engine
 * @param external sets of the external engine
 */
public record PolicySets(
        @Nullable List<String> internal, @Nullable List<String> external) {
    /** Mentions nothing. */
    public static final PolicySets NONE = new PolicySets(null, null);

    public PolicySets {
        internal = internal == null ? null : List.copyOf(internal);
        external = external == null ? null : List.copyOf(external);
    }

    /** Union per engine in order of first mention; never takes anything away. */
    public PolicySets and(PolicySets other) {
        return new PolicySets(union(internal, other.internal), union(external, other.external));
    }

    /** Sets of the internal engine, empty when not mentioned. */
    public List<String> internalNames() {
        return internal == null ? List.of() : internal;
    }

    /** Sets of the external engine, empty when not mentioned. */
    public List<String> externalNames() {
        return external == null ? List.of() : external;
    }

    private static @Nullable List<String> union(@Nullable List<String> first, @Nullable List<String> second) {
        if (first == null) {
            return second;
        }
        if (second == null) {
            return first;
        }
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
