package dev.slipway.store.content;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on {@code secret}. */
interface SecretRows {
    @SqlQuery("""
            insert into secret (project, name, sealed) select name, :name, :sealed from project where name = :project
            on conflict (project, name) do update
                set sealed = excluded.sealed, revision = secret.revision + 1, updated_at = now()
            returning revision""")
    Optional<Long> put(String project, String name, byte[] sealed);

    @SqlUpdate("delete from secret where project = :project and name = :name")
    int delete(String project, String name);

    @SqlQuery("select sealed from secret where project = :project and name = :name")
    Optional<byte[]> sealed(String project, String name);

    @SqlQuery("select name, revision, updated_at from secret where project = :project order by name")
    @RegisterConstructorMapper(SecretName.class)
    List<SecretName> list(String project);
}
