package dev.slipway.store.door;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.api.Resource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Statements on {@code project}, {@code environment} and {@code pipeline}. */
@RegisterConstructorMapper(Resource.class)
interface RegistryRows {
    @SqlQuery("select 'Project' as kind, name, revision, spec from project where name = :name")
    Optional<Resource> project(String name);

    @SqlQuery("""
            select 'Project' as kind, name, revision, spec from project
            where name > :after order by name limit :limit""")
    List<Resource> projects(String after, int limit);

    @SqlQuery("""
            insert into project (name, spec) values (:name, :spec) on conflict do nothing
            returning 'Project' as kind, name, revision, spec""")
    Optional<Resource> insertProject(String name, JsonNode spec);

    @SqlQuery("""
            update project set spec = :spec, revision = revision + 1, updated_at = now()
            where name = :name and revision = :revision
            returning 'Project' as kind, name, revision, spec""")
    Optional<Resource> updateProject(String name, JsonNode spec, long revision);

    @SqlQuery("select '<kind>' as kind, name, revision, spec from <table> where project = :project and name = :name")
    Optional<Resource> member(@Define("table") String table, @Define("kind") String kind, String project, String name);

    @SqlQuery("""
            select '<kind>' as kind, name, revision, spec from <table>
            where project = :project and name > :after order by name limit :limit""")
    List<Resource> members(
            @Define("table") String table, @Define("kind") String kind, String project, String after, int limit);

    @SqlQuery("""
            insert into <table> (project, name, spec) values (:project, :name, :spec) on conflict do nothing
            returning '<kind>' as kind, name, revision, spec""")
    Optional<Resource> insertMember(
            @Define("table") String table, @Define("kind") String kind, String project, String name, JsonNode spec);

    @SqlQuery("""
            update <table> set spec = :spec, revision = revision + 1, updated_at = now()
            where project = :project and name = :name and revision = :revision
            returning '<kind>' as kind, name, revision, spec""")
    Optional<Resource> updateMember(
            @Define("table") String table,
            @Define("kind") String kind,
            String project,
            String name,
            JsonNode spec,
            long revision);

    @SqlQuery("select name from project where name > :after order by name limit :limit")
    List<String> projectNames(String after, int limit);

    @SqlQuery("select name from project where name in (<names>)")
    List<String> known(@BindList("names") List<String> names);
}
