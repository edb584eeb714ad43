package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.Query;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.files.FileKind;
import dev.slipway.model.files.FileReader;
import dev.slipway.model.files.GuardCheck;
import dev.slipway.model.files.Parsed;
import dev.slipway.model.files.PipelineFile;
import dev.slipway.store.door.Registry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks files without storing anything. */
@Path("/v1/validate")
@Produces(MediaType.APPLICATION_JSON)
public final class ValidateResource {
    private final Registry registry;
    private final Access access;
    private final FileReader reader = new FileReader();

    public ValidateResource(Registry registry, Access access) {
        this.registry = registry;
        this.access = access;
    }

    /** Everything wrong with the file; with project and pipeline, also every guard it weakens. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, ProjectResource.YAML})
    public Found validate(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("project") @Nullable String project,
            @QueryParam("pipeline") @Nullable String pipeline,
            byte[] body,
            @Context SecurityContext security) {
        FileKind asked = kind(kind);
        if (project == null || pipeline == null || asked != FileKind.PIPELINE) {
            return new Found(reader.read(asked, body).problems());
        }
        access.requireRead(Caller.of(security), String.valueOf(Query.name("project", project)));
        Query.name("pipeline", pipeline);
        Parsed<PipelineFile> parsed = reader.pipeline(body);
        if (!parsed.problems().isEmpty()) {
            return new Found(parsed.problems());
        }
        GuardCheck check = new GuardCheck(
                registry.projectFile(project).orElseThrow(Access::missing),
                registry.registration(project, pipeline).orElseThrow(Access::missing),
                registry.environmentFiles(project));
        PipelineFile file = parsed.orThrow(ErrorCode.PIPELINE_INVALID);
        return new Found(check.check(file, reader.positions(body)).problems());
    }

    private static FileKind kind(@Nullable String text) {
        return Arrays.stream(FileKind.values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Query.invalid(
                        "kind",
                        "must be one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(FileKind.values())
                                                .map(FileKind::text)
                                                .toList())));
    }

    /** @param problems empty for a good file */
    public record Found(List<Problem> problems) {
        public Found {
            problems = List.copyOf(problems);
        }
    }
}
