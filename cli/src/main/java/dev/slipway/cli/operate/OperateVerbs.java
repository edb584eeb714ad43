package dev.slipway.cli.operate;

import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.util.List;

/** {@code slipway node …}, {@code slipway artifact …} and {@code slipway secret …}. */
public final class OperateVerbs {
    private OperateVerbs() {}

    public static List<Verb> ofNodes(Session session) {
        return List.of(new NodeList(session), new NodeJoinToken(session));
    }

    public static List<Verb> ofArtifacts(Session session) {
        return List.of(new ArtifactPut(session), new ArtifactGet(session));
    }

    public static List<Verb> ofSecrets(Session session) {
        return List.of(new SecretSet(session), new SecretList(session), new SecretDelete(session));
    }
}
