package dev.slipway.cli.registry;

import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.util.List;

/** {@code slipway project …}, {@code slipway environment …} and {@code slipway pipeline …}. */
public final class RegistryVerbs {
    private RegistryVerbs() {}

    public static List<Verb> ofProjects(Session session) {
        return List.of(new ProjectList(session), new ProjectShow(session));
    }

    public static List<Verb> ofEnvironments(Session session) {
        return List.of(new EnvironmentList(session), new EnvironmentShow(session));
    }

    public static List<Verb> ofPipelines(Session session) {
        return List.of(
                new PipelineValidate(session),
                new PipelineList(session),
                new PipelineShow(session),
                new PipelineSchedules(session));
    }
}
