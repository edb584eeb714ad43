package dev.slipway.store.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.Resource;
import dev.slipway.model.files.EnvironmentFile;
import dev.slipway.model.files.EnvironmentFile.EnvironmentClass;
import dev.slipway.model.files.FileKind;
import dev.slipway.model.files.Metadata;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.ProjectFile;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Projects, environments and pipeline registrations. The column {@code spec} holds the {@code spec} section of the file
 * with defaults filled in; revisions grow by one with each change.
 */
public final class Registry {
    /** Environment every project has from the start; pipeline tasks run in it. */
    public static final String BUILD_ENVIRONMENT = "build";

    private final Database database;

    public Registry(Database database) {
        this.database = database;
    }

    public Optional<Resource> project(String name) {
        return database.jdbi().withExtension(RegistryRows.class, rows -> rows.project(name));
    }

    /** Projects by name, the first {@code limit} after {@code after}. */
    public List<Resource> projects(String after, int limit) {
        return database.jdbi().withExtension(RegistryRows.class, rows -> rows.projects(after, limit));
    }

    /** Names of projects, the first {@code limit} after {@code after}. */
    public List<String> projectNames(String after, int limit) {
        return database.jdbi().withExtension(RegistryRows.class, rows -> rows.projectNames(after, limit));
    }

    public Optional<Resource> environment(String project, String name) {
        return member(Member.ENVIRONMENT, project, name);
    }

    public List<Resource> environments(String project, String after, int limit) {
        return members(Member.ENVIRONMENT, project, after, limit);
    }

    public Optional<Resource> pipeline(String project, String name) {
        return member(Member.PIPELINE, project, name);
    }

    public List<Resource> pipelines(String project, String after, int limit) {
        return members(Member.PIPELINE, project, after, limit);
    }

    /** The project as the file it came from. */
    public Optional<ProjectFile> projectFile(String name) {
        return project(name)
                .map(row -> new ProjectFile(
                        FileKind.API_VERSION,
                        FileKind.PROJECT,
                        new Metadata(name, null),
                        spec(row, ProjectFile.Spec.class)));
    }

    /** The environment as the file it came from. */
    public Optional<EnvironmentFile> environmentFile(String project, String name) {
        return environment(project, name).map(row -> environmentFile(project, row));
    }

    /** Every environment of a project, by name. */
    public Map<String, EnvironmentFile> environmentFiles(String project) {
        return environments(project, "", Integer.MAX_VALUE).stream()
                .collect(Collectors.toMap(Resource::name, row -> environmentFile(project, row)));
    }

    /** The registration as the file it came from. */
    public Optional<PipelineRegistration> registration(String project, String name) {
        return pipeline(project, name)
                .map(row -> new PipelineRegistration(
                        FileKind.API_VERSION,
                        FileKind.PIPELINE_REGISTRATION,
                        new Metadata(name, project),
                        spec(row, PipelineRegistration.Spec.class)));
    }

    /**
     * Writes a project; a new one gets its built-in environment.
     *
     * @param by name of who asked, for the event
     * @throws SlipwayException PRECONDITION_FAILED
     */
    public Written put(ProjectFile file, Precondition precondition, String by) {
        JsonNode spec = ModelJson.mapper().valueToTree(file.spec());
        return database.inTransaction(handle -> {
            RegistryRows rows = handle.attach(RegistryRows.class);
            Written written = switch (precondition) {
                case Precondition.Absent absent ->
                    created(rows.insertProject(file.name(), spec), "project", file.name());
                case Precondition.Revision revision ->
                    changed(rows.updateProject(file.name(), spec, revision.number()), "project", file.name());
            };
            if (written.created()) {
                rows.insertMember("environment", "Environment", file.name(), BUILD_ENVIRONMENT, buildSpec(file));
            }
            announce(handle, file.name(), "project", written, by);
            return written;
        });
    }

    /**
     * Writes an environment.
     *
     * @throws SlipwayException PRECONDITION_FAILED, NOT_FOUND when there is no such project
     */
    public Written put(String project, EnvironmentFile file, Precondition precondition, String by) {
        return put(
                Member.ENVIRONMENT,
                project,
                file.name(),
                ModelJson.mapper().valueToTree(file.spec()),
                precondition,
                by);
    }

    /**
     * Writes the registration of a pipeline.
     *
     * @throws SlipwayException PRECONDITION_FAILED, NOT_FOUND when there is no such project
     */
    public Written put(String project, PipelineRegistration file, Precondition precondition, String by) {
        return put(
                Member.PIPELINE, project, file.name(), ModelJson.mapper().valueToTree(file.spec()), precondition, by);
    }

    private Written put(
            Member member, String project, String name, JsonNode spec, Precondition precondition, String by) {
        return database.inTransaction(handle -> {
            RegistryRows rows = handle.attach(RegistryRows.class);
            if (rows.project(project).isEmpty()) {
                throw new SlipwayException(ErrorCode.NOT_FOUND, "no such project");
            }
            Written written = switch (precondition) {
                case Precondition.Absent absent ->
                    created(rows.insertMember(member.table, member.kind, project, name, spec), member.table, name);
                case Precondition.Revision revision ->
                    changed(
                            rows.updateMember(member.table, member.kind, project, name, spec, revision.number()),
                            member.table,
                            name);
            };
            announce(handle, project, member.table, written, by);
            return written;
        });
    }

    private Optional<Resource> member(Member member, String project, String name) {
        return database.jdbi()
                .withExtension(RegistryRows.class, rows -> rows.member(member.table, member.kind, project, name));
    }

    private List<Resource> members(Member member, String project, String after, int limit) {
        return database.jdbi()
                .withExtension(
                        RegistryRows.class, rows -> rows.members(member.table, member.kind, project, after, limit));
    }

    private static Written created(Optional<Resource> row, String table, String name) {
        return row.map(resource -> new Written(resource, true))
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.PRECONDITION_FAILED, table + " " + name + " is there already; send If-Match"));
    }

    private static Written changed(Optional<Resource> row, String table, String name) {
        return row.map(resource -> new Written(resource, false))
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.PRECONDITION_FAILED, table + " " + name + " was changed meanwhile or is not there"));
    }

    private static void announce(Handle handle, String project, String table, Written written, String by) {
        ObjectNode data = ModelJson.mapper()
                .createObjectNode()
                .put("revision", written.resource().revision())
                .put("by", by);
        String subject = table.equals("project")
                ? "project/" + project
                : table + "/" + project + "/" + written.resource().name();
        Events.emit(handle, table + (written.created() ? ".created" : ".changed"), project, subject, data);
    }

    private static EnvironmentFile environmentFile(String project, Resource row) {
        return new EnvironmentFile(
                FileKind.API_VERSION,
                FileKind.ENVIRONMENT,
                new Metadata(row.name(), project),
                spec(row, EnvironmentFile.Spec.class));
    }

    private static <T> T spec(Resource row, Class<T> type) {
        return ModelJson.mapper().convertValue(row.spec(), type);
    }

    private static JsonNode buildSpec(ProjectFile file) {
        return ModelJson.mapper()
                .createObjectNode()
                .put("class", EnvironmentClass.BUILD.text())
                .put("nodePool", file.spec().build().nodePool());
    }

    private enum Member {
        ENVIRONMENT("environment", "Environment"),
        PIPELINE("pipeline", "PipelineRegistration");

        private final String table;
        private final String kind;

        Member(String table, String kind) {
            this.table = table;
            this.kind = kind;
        }
    }
}
