package dev.slipway.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.Query;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Names;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.Resource;
import dev.slipway.model.files.EnvironmentFile;
import dev.slipway.model.files.FileReader;
import dev.slipway.model.files.Metadata;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.ProjectFile;
import dev.slipway.model.spi.Decision;
import dev.slipway.store.door.Precondition;
import dev.slipway.store.door.Registry;
import dev.slipway.store.view.Cursor;
import dev.slipway.store.view.Pages;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators register: projects, their environments and their pipelines. */
@Path("/v1/projects")
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectResource {
    static final String YAML = "application/yaml";

    private final Registry registry;
    private final Access access;
    private final FileReader reader = new FileReader();

    public ProjectResource(Registry registry, Access access) {
        this.registry = registry;
        this.access = access;
    }

    /** Projects the caller may see; one page may hold fewer than asked for although there are more. */
    @GET
    public Page<Resource> projects(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("next") @Nullable String next,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        int size = Query.limit(limit);
        List<Resource> visible = new ArrayList<>();
        String after = Cursor.text(next, "");
        while (true) {
            List<Resource> some = registry.projects(after, size + 1);
            some.stream()
                    .filter(project -> access.mayRead(caller, project.name()))
                    .forEach(visible::add);
            if (some.size() <= size || visible.size() > size) {
                return Pages.cut(visible, size, project -> Cursor.of(project.name()));
            }
            after = some.getLast().name();
        }
    }

    @GET
    @Path("{project}")
    public Response project(@PathParam("project") String project, @Context SecurityContext security) {
        access.requireRead(Caller.of(security), Names.require("project", project));
        return found(registry.project(project));
    }

    @PUT
    @Path("{project}")
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    public Response putProject(
            @PathParam("project") String project,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            byte[] body,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        access.requireRead(caller, Names.require("project", project));
        Precondition precondition = Preconditions.of(ifMatch, ifNoneMatch);
        ProjectFile file = reader.project(body).orThrow(ErrorCode.VALIDATION_FAILED);
        requireName(file.metadata(), project, null);
        Decision decision = access.requireApply(caller, "Project", project, project, tree(file.spec()));
        return Preconditions.response(
                caller.during(decision, () -> registry.put(file, precondition, caller.getName())));
    }

    @GET
    @Path("{project}/environments")
    public Page<Resource> environments(
            @PathParam("project") String project,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("next") @Nullable String next,
            @Context SecurityContext security) {
        requireProject(project, security);
        int size = Query.limit(limit);
        List<Resource> some = registry.environments(project, Cursor.text(next, ""), size + 1);
        return Pages.cut(some, size, environment -> Cursor.of(environment.name()));
    }

    @GET
    @Path("{project}/environments/{name}")
    public Response environment(
            @PathParam("project") String project, @PathParam("name") String name, @Context SecurityContext security) {
        access.requireRead(Caller.of(security), Names.require("project", project));
        return found(registry.environment(project, Names.require("name", name)));
    }

    @PUT
    @Path("{project}/environments/{name}")
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    public Response putEnvironment(
            @PathParam("project") String project,
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            byte[] body,
            @Context SecurityContext security) {
        Caller caller = requireProject(project, security);
        Precondition precondition = Preconditions.of(ifMatch, ifNoneMatch);
        EnvironmentFile file = reader.environment(body).orThrow(ErrorCode.VALIDATION_FAILED);
        requireName(file.metadata(), Names.require("name", name), project);
        Decision decision = access.requireApply(caller, "Environment", name, project, tree(file.spec()));
        return Preconditions.response(
                caller.during(decision, () -> registry.put(project, file, precondition, caller.getName())));
    }

    @GET
    @Path("{project}/pipelines")
    public Page<Resource> pipelines(
            @PathParam("project") String project,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("next") @Nullable String next,
            @Context SecurityContext security) {
        requireProject(project, security);
        int size = Query.limit(limit);
        List<Resource> some = registry.pipelines(project, Cursor.text(next, ""), size + 1);
        return Pages.cut(some, size, pipeline -> Cursor.of(pipeline.name()));
    }

    @GET
    @Path("{project}/pipelines/{name}")
    public Response pipeline(
            @PathParam("project") String project, @PathParam("name") String name, @Context SecurityContext security) {
        access.requireRead(Caller.of(security), Names.require("project", project));
        return found(registry.pipeline(project, Names.require("name", name)));
    }

    @PUT
    @Path("{project}/pipelines/{name}")
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    public Response putPipeline(
            @PathParam("project") String project,
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            byte[] body,
            @Context SecurityContext security) {
        Caller caller = requireProject(project, security);
        Precondition precondition = Preconditions.of(ifMatch, ifNoneMatch);
        PipelineRegistration file = reader.registration(body).orThrow(ErrorCode.VALIDATION_FAILED);
        requireName(file.metadata(), Names.require("name", name), project);
        Decision decision = access.requireApply(caller, "PipelineRegistration", name, project, tree(file.spec()));
        return Preconditions.response(
                caller.during(decision, () -> registry.put(project, file, precondition, caller.getName())));
    }

    private Caller requireProject(String project, SecurityContext security) {
        Caller caller = Caller.of(security);
        access.requireRead(caller, Names.require("project", project));
        if (registry.project(project).isEmpty()) {
            throw Access.missing();
        }
        return caller;
    }

    private static Response found(Optional<Resource> resource) {
        return Preconditions.response(resource.orElseThrow(Access::missing));
    }

    private static JsonNode tree(Object spec) {
        return ModelJson.mapper().valueToTree(spec);
    }

    private static void requireName(Metadata metadata, String name, @Nullable String project) {
        if (!metadata.name().equals(name)) {
            throw Query.invalid("/metadata/name", "must be " + name + ", as in the address");
        }
        if (metadata.project() != null && project != null && !metadata.project().equals(project)) {
            throw Query.invalid("/metadata/project", "must be " + project + ", as in the address");
        }
    }
}
