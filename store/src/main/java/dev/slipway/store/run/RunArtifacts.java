package dev.slipway.store.run;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Artifacts of runs, by name. */
@RegisterConstructorMapper(RunArtifact.class)
public interface RunArtifacts {
    /** Stores an artifact; a later execution of the same run may replace what its tasks made. */
    @SqlUpdate("""
            insert into artifact (project, workflow_id, name, digest, uri, size, origin)
            values (:project, :workflowId, :name, :digest, :uri, :size, :origin)
            on conflict (workflow_id, name) do update set digest = excluded.digest, uri = excluded.uri,
                size = excluded.size, origin = excluded.origin""")
    void put(String project, String workflowId, @BindMethods RunArtifact artifact);

    @SqlQuery("select name, digest, uri, size, origin from artifact where workflow_id = :workflowId order by name")
    List<RunArtifact> list(String workflowId);
}
