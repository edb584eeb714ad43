package dev.slipway.store.view;

import dev.slipway.model.Digest;
import dev.slipway.store.Database;
import java.util.List;

/** Who may have content by its digest. */
public final class ArtifactViews {
    private final Database database;

    public ArtifactViews(Database database) {
        this.database = database;
    }

    /** Projects whose runs have an artifact of that content. */
    public List<String> projects(Digest digest) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select distinct project from artifact where digest = :digest order by project")
                        .bind("digest", digest)
                        .mapTo(String.class)
                        .list());
    }

    /** Whether something that is to run on the node needs that content. */
    public boolean neededBy(String nodeId, Digest digest) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                select exists (
                                    select 1 from allocation a
                                    join job_version v on v.job_key = a.job_key and v.version = a.version
                                    where a.node_id = :nodeId and a.desired = 'run'
                                        and a.client_state in ('pending', 'running', 'unknown')
                                        and position(:digest in v.spec::text) > 0)""")
                        .bind("nodeId", nodeId)
                        .bind("digest", digest)
                        .mapTo(Boolean.class)
                        .one());
    }
}
