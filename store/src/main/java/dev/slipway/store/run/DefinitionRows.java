package dev.slipway.store.run;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindList.EmptyHandling;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** What operators registered, as runs read it. */
@RegisterConstructorMapper(DefinitionRow.class)
public interface DefinitionRows {
    /** The project, the pipeline's registration and those of {@code environments} that exist. */
    @SqlQuery("""
            select 'project' as kind, name, revision, spec from project where name = :project
            union all
            select 'pipeline', name, revision, spec from pipeline where project = :project and name = :pipeline
            union all
            select 'environment', name, revision, spec from environment
            where project = :project and name in (<environments>)""")
    List<DefinitionRow> of(
            String project,
            String pipeline,
            @BindList(value = "environments", onEmpty = EmptyHandling.NULL_STRING) List<String> environments);
}
