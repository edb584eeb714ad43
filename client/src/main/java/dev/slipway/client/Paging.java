package dev.slipway.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of a page. */
final class Paging {
    private static final int SIZE = 200;

    private Paging() {}

    static Map<String, @Nullable Object> at(@Nullable String cursor) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("limit", SIZE);
        parameters.put("next", cursor);
        return parameters;
    }
}
