package dev.slipway.cli.audit;

import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.util.List;

/** {@code slipway audit …}. */
public final class AuditVerbs {
    private AuditVerbs() {}

    public static List<Verb> of(Session session) {
        return List.of(
                new AuditList(session), new AuditVerify(session), new AuditProof(session), new AuditExport(session));
    }
}
