package dev.slipway.client;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.api.Page;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Walks a list page by page; a page is fetched when its first item is asked for. */
final class Pages<T> implements Iterator<T> {
    private final Function<@Nullable String, Page<T>> fetch;
    private Iterator<T> items = List.<T>of().iterator();
    private @Nullable String cursor;
    private boolean last;

    private Pages(Function<@Nullable String, Page<T>> fetch) {
        this.fetch = fetch;
    }

    /** {@code fetch} is given the cursor, null for the first page. */
    static <T> Stream<T> stream(Function<@Nullable String, Page<T>> fetch) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Pages<>(fetch), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    @Override
    public boolean hasNext() {
        while (!items.hasNext() && !last) {
            Page<T> page = fetch.apply(cursor);
            if (page.next() != null && Objects.equals(page.next(), cursor)) {
                throw new ApiException(
                        200, ErrorCode.UNAVAILABLE, "the server's list does not advance", List.of(), null);
            }
            items = page.items().iterator();
            cursor = page.next();
            last = cursor == null;
        }
        return items.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return items.next();
    }
}
