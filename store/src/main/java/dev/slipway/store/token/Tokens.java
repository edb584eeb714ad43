package dev.slipway.store.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.TokenView;
import dev.slipway.store.Database;
import dev.slipway.store.view.Cursor;
import dev.slipway.store.view.Pages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Own tokens by their ids. What is read here is never remembered: an ended token is refused by the next request. */
public final class Tokens {
    /** Shortest time a token may be good for. */
    public static final Duration SHORTEST = Duration.ofHours(1);

    /** Longest time a token may be good for. */
    public static final Duration LONGEST = Duration.ofDays(365);

    private final Database database;

    public Tokens(Database database) {
        this.database = database;
    }

    /**
     * Keeps the hash of a fresh token.
     *
     * @param hash hash of the whole credential, which itself is never stored
     * @param validity {@link #SHORTEST} to {@link #LONGEST}
     * @return when it expires, by the database's clock
     */
    public static Instant create(
            Handle handle, String id, String hash, String name, TokenOwner owner, TokenScope scope, Duration validity) {
        if (validity.compareTo(SHORTEST) < 0 || validity.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a token is good for one hour to 365 days");
        }
        return handle.attach(TokenRows.class)
                .insert(
                        id,
                        hash,
                        name,
                        owner,
                        tree(scope.groups()),
                        scope.projects() == null ? null : tree(scope.projects()),
                        tree(scope.permissions()),
                        validity.toMillis() / 1000.0);
    }

    /** The token of this id, ended or not. */
    public Optional<StoredToken> find(String id) {
        return database.jdbi()
                .withExtension(TokenRows.class, rows -> rows.find(id))
                .map(TokenRow::stored);
    }

    /** Newest first. */
    public Page<TokenView> list(TokenFilter filter, int limit, @Nullable String next) {
        Cursor.@Nullable Place place = Cursor.place(next);
        List<TokenView> tokens = database
                .jdbi()
                .withExtension(
                        TokenRows.class,
                        rows -> rows.list(
                                filter,
                                place == null ? null : place.time(),
                                place == null ? null : place.id(),
                                limit + 1))
                .stream()
                .map(TokenRow::view)
                .toList();
        return Pages.cut(tokens, limit, token -> Cursor.of(token.createdAt(), token.id()));
    }

    /**
     * Ends a token for good.
     *
     * @param by who does so
     * @return false when it was ended before
     */
    public static boolean revoke(Handle handle, String id, String by) {
        return handle.attach(TokenRows.class).revoke(id, by) == 1;
    }

    private static JsonNode tree(List<?> values) {
        return ModelJson.mapper().valueToTree(values);
    }
}
