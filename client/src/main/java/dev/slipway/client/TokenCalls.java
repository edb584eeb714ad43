package dev.slipway.client;

import dev.slipway.model.api.CreatedToken;
import dev.slipway.model.api.NewToken;
import dev.slipway.model.api.TokenView;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Own tokens: credentials for scripts, which act as who made them. */
public final class TokenCalls {
    /** As owner of {@link #list}: everybody's, for operators. */
    public static final String EVERYBODY = "all";

    private final Transport transport;

    TokenCalls(Transport transport) {
        this.transport = transport;
    }

    /** Makes a token; what it returns is shown this once. */
    public CreatedToken create(NewToken asked) {
        return transport.send(Call.post("/v1/tokens", asked, Call.newKey())).as(CreatedToken.class);
    }

    /**
     * Newest first.
     *
     * @param owner {@code <issuer>#<subject>} or {@link #EVERYBODY}, for operators; null for the caller's own
     */
    public Stream<TokenView> list(@Nullable String owner) {
        return Pages.stream(cursor -> {
            Map<String, @Nullable Object> parameters = Paging.at(cursor);
            parameters.put("owner", owner);
            return transport
                    .send(Call.get(Call.query("/v1/tokens", parameters)))
                    .asPageOf(TokenView.class);
        });
    }

    /** Ends a token at once and for good. */
    public void revoke(String id) {
        transport.send(Call.delete(Call.path("v1", "tokens", id)));
    }
}
