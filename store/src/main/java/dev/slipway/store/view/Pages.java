package dev.slipway.store.view;

import dev.slipway.model.api.Page;
import java.util.List;
import java.util.function.Function;

/** Cuts lists that were read one item longer than asked for. */
public final class Pages {
    private Pages() {}

    /** The first {@code limit} items, with the cursor of the last one when there are more. */
    public static <T> Page<T> cut(List<T> items, int limit, Function<T, String> cursor) {
        if (items.size() <= limit) {
            return new Page<>(items, null);
        }
        List<T> shown = items.subList(0, limit);
        return new Page<>(shown, cursor.apply(shown.getLast()));
    }
}
