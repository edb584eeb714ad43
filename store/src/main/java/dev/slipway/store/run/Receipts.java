package dev.slipway.store.run;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Proofs of who asked for a run and for its retries. */
@RegisterConstructorMapper(Receipt.class)
public interface Receipts {
    /** All of a run, in order of generation. */
    @SqlQuery("""
            select generation, issuer, subject, claims, groups from receipt where run_id = :runId
            order by generation, received_at""")
    List<Receipt> of(String runId);
}
