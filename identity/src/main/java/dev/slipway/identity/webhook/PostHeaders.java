package dev.slipway.identity.webhook;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Headers of a post, whatever the case of their names. */
public final class PostHeaders {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public PostHeaders(Map<String, List<String>> headers) {
        headers.forEach((name, all) -> values.put(name, List.copyOf(all)));
    }

    /** The value of the first of these that is there exactly once; of two values nobody knows which one was meant. */
    Optional<String> one(String... names) {
        for (String name : names) {
            List<String> all = values.getOrDefault(name, List.of());
            if (all.size() == 1) {
                return Optional.of(all.getFirst());
            }
        }
        return Optional.empty();
    }
}
