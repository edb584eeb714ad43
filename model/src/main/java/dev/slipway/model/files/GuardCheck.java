package dev.slipway.model.files;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.files.EnvironmentFile.EnvironmentClass;
import dev.slipway.model.files.EnvironmentFile.Guards;
import dev.slipway.model.files.Respond.Webhook;
import dev.slipway.model.files.check.Findings;
import dev.slipway.model.files.schema.NearMiss;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds pipelines and jobs against what operators fixed. A file may tighten; what it does not mention is tightened for
 * it; what it mentions and is weaker is refused, naming the floor.
 */
public final class GuardCheck {
    private static final String BUILD = "build";

    private final ProjectFile project;
    private final PipelineRegistration registration;
    private final Map<String, EnvironmentFile> environments;

    /** @param environments those of the project, by name; with {@code build} when it has guards */
    public GuardCheck(
            ProjectFile project, PipelineRegistration registration, Map<String, EnvironmentFile> environments) {
        this.project = project;
        this.registration = registration;
        this.environments = Map.copyOf(environments);
    }

    /** Every stage as it holds, or every floor that is weakened. */
    public Guarded check(PipelineFile pipeline, SourceMap source) {
        Findings weakened = new Findings(source);
        Findings wrong = new Findings(source);
        List<EffectiveStage> stages = new ArrayList<>();
        tasks(pipeline, weakened);
        webhooks(pipeline, weakened);
        if (!pipeline.name().equals(registration.name())) {
            wrong.add(
                    "/metadata/name",
                    "the file is registered as pipeline '" + registration.name() + "'",
                    "write that name");
        }
        for (int i = 0; i < pipeline.spec().stages().size(); i++) {
            Stage stage = pipeline.spec().stages().get(i);
            String pointer = "/spec/stages/" + i;
            EnvironmentFile environment = environment(pointer, stage, weakened, wrong);
            if (environment != null) {
                stages.add(new StageGuard(project, environment, stage, pointer, weakened, wrong)
                        .tighten(pipeline.spec().request()));
            }
        }
        List<Problem> problems = new ArrayList<>(weakened.problems());
        problems.addAll(wrong.problems());
        if (problems.isEmpty()) {
            return new Guarded.Allowed(stages);
        }
        boolean guard = !weakened.problems().isEmpty();
        return new Guarded.Refused(guard ? ErrorCode.GUARD_WEAKENED : ErrorCode.PIPELINE_INVALID, problems);
    }

    /** Floors of the stage's environment that a job of the stage weakens: drivers and automatic revert. */
    public static List<Problem> checkJob(EffectiveStage stage, JobFile job, SourceMap source) {
        Findings findings = new Findings(source);
        Guards guards = stage.environment().spec().guards();
        String name = stage.environment().name();
        for (int i = 0; i < job.spec().path("groups").size(); i++) {
            for (int j = 0; j < job.spec().path("groups").get(i).path("tasks").size(); j++) {
                String at = "/spec/groups/" + i + "/tasks/" + j + "/driver";
                String driver = job.spec().at(at.substring("/spec".length())).asText();
                driver(at, driver, guards, name, findings);
            }
        }
        boolean off = job.spec().at("/update/autoRevert").isBoolean()
                && !job.spec().at("/update/autoRevert").asBoolean();
        if (off && guards.requireAutoRevert()) {
            StageGuard.autoRevert("/spec/update/autoRevert", name, findings);
        }
        return findings.problems();
    }

    private static void driver(String pointer, String driver, Guards guards, String environment, Findings findings) {
        List<String> allowed = guards.drivers();
        if (allowed != null && !allowed.contains(driver)) {
            findings.add(
                    pointer,
                    "environment '" + environment + "' does not allow driver '" + driver + "' (floor guards.drivers)",
                    "use one of " + String.join(", ", allowed));
        }
    }

    private void tasks(PipelineFile pipeline, Findings weakened) {
        EnvironmentFile build = environments.get(BUILD);
        for (int i = 0; build != null && i < pipeline.spec().tasks().size(); i++) {
            String driver = pipeline.spec().tasks().get(i).driver();
            driver("/spec/tasks/" + i + "/driver", driver, build.spec().guards(), BUILD, weakened);
        }
    }

    private void webhooks(PipelineFile pipeline, Findings weakened) {
        List<Webhook> webhooks = pipeline.spec().respond().webhooks();
        List<String> allowed = project.spec().outbound().allowedHosts();
        for (int i = 0; i < webhooks.size(); i++) {
            URI uri = URI.create(webhooks.get(i).url());
            String host = String.valueOf(uri.getHost());
            int port = port(uri);
            if (!allowed.contains(host) && !allowed.contains(host + ":" + port)) {
                weakened.add(
                        "/spec/respond/webhooks/" + i + "/url",
                        "project '" + project.name() + "' does not allow requests to " + host + ":" + port
                                + " (floor outbound.allowedHosts)",
                        allowed.isEmpty() ? "ask its operators to allow it" : "allowed: " + String.join(", ", allowed));
            }
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equals("https") ? 443 : 80;
    }

    private @Nullable EnvironmentFile environment(String pointer, Stage stage, Findings weakened, Findings wrong) {
        String name = stage.environment();
        List<String> allowed = registration.spec().environments();
        EnvironmentFile environment = environments.get(name);
        if (environment == null) {
            Set<String> known = new TreeSet<>(environments.keySet());
            known.remove(BUILD);
            wrong.add(
                    pointer + "/environment",
                    "project '" + project.name() + "' has no environment '" + name + "'",
                    NearMiss.fix(name, known));
            return null;
        }
        if (allowed != null && !allowed.contains(name)) {
            weakened.add(
                    pointer + "/environment",
                    "pipeline '" + registration.name() + "' may not go to environment '" + name
                            + "' (floor environments of its registration)",
                    "allowed: " + String.join(", ", allowed));
        }
        if (environment.spec().environmentClass() == EnvironmentClass.BUILD) {
            weakened.add(
                    pointer + "/environment",
                    "environment '" + name + "' runs pipeline tasks only (floor class: build)",
                    "use another environment");
        }
        return environment;
    }
}
