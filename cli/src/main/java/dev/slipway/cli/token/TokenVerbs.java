package dev.slipway.cli.token;

import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.util.List;

/** {@code slipway token …}. */
public final class TokenVerbs {
    private TokenVerbs() {}

    public static List<Verb> of(Session session) {
        return List.of(new TokenCreate(session), new TokenList(session), new TokenRevoke(session));
    }
}
