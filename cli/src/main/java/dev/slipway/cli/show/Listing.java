package dev.slipway.cli.show;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.text.Table;
import dev.slipway.model.api.Page;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The beginning of a list.
 *
 * @param more whether the list goes on
 */
public record Listing<T>(List<T> items, boolean more) {
    public Listing {
        items = List.copyOf(items);
    }

    /** @param limit most items to take, 0 for all; no page is fetched beyond what that needs */
    public static <T> Listing<T> of(Stream<T> all, int limit) {
        if (limit <= 0) {
            return new Listing<>(all.toList(), false);
        }
        List<T> some = all.limit(limit + 1L).toList();
        boolean more = some.size() > limit;
        return new Listing<>(more ? some.subList(0, limit) : some, more);
    }

    /** The whole list. */
    public static <T> Listing<T> of(Stream<T> all) {
        return of(all, 0);
    }

    /** As a page of records, or as a table with one row for each. */
    public ExitCode print(Session session, Table table, BiConsumer<Table, T> row) {
        if (session.json()) {
            session.out().json(new Page<>(items, null));
            return ExitCode.OK;
        }
        items.forEach(item -> row.accept(table, item));
        if (table.isEmpty()) {
            session.err().line("nothing to list");
        } else {
            session.out().table(table);
        }
        if (more) {
            session.err().line("there is more: give --limit");
        }
        return ExitCode.OK;
    }
}
