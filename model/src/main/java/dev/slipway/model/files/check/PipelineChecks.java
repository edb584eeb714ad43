package dev.slipway.model.files.check;

import dev.slipway.model.files.Graph;
import dev.slipway.model.files.PipelineFile;
import dev.slipway.model.files.PipelineTask;
import dev.slipway.model.files.PipelineTask.TaskArtifact;
import dev.slipway.model.files.Reports;
import dev.slipway.model.files.RequestSection;
import dev.slipway.model.files.RequestSection.RequestedArtifact;
import dev.slipway.model.files.Respond.Webhook;
import dev.slipway.model.files.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of pipeline files; references are checked by {@link PipelineReferences}. */
public final class PipelineChecks {
    /** Least memory a process can start with. */
    private static final long LEAST_MEMORY = 4L << 20;

    private PipelineChecks() {}

    public static void check(PipelineFile pipeline, Findings findings) {
        PipelineFile.Spec spec = pipeline.spec();
        TriggerChecks.check(spec.triggers(), findings);
        tasks(spec.tasks(), findings);
        Set<String> made = made(spec.tasks());
        request("/spec/request", spec.request(), made, findings);
        requested(spec, findings);
        findings.unique(
                "/spec/stages", "stage", spec.stages().stream().map(Stage::name).toList());
        for (int i = 0; i < spec.stages().size(); i++) {
            String pointer = "/spec/stages/" + i;
            request(pointer + "/request", spec.stages().get(i).request(), made, findings);
            StageChecks.check(pointer, spec.stages().get(i), spec.request(), findings);
        }
        List<Webhook> webhooks = spec.respond().webhooks();
        for (int i = 0; i < webhooks.size(); i++) {
            OperatorChecks.url(
                    "/spec/respond/webhooks/" + i + "/url", webhooks.get(i).url(), findings);
        }
    }

    /** Names of artifacts that pipeline tasks make. */
    static Set<String> made(List<PipelineTask> tasks) {
        Set<String> made = new HashSet<>();
        tasks.forEach(task -> task.artifacts().forEach(artifact -> made.add(artifact.name())));
        return made;
    }

    private static void tasks(List<PipelineTask> tasks, Findings findings) {
        findings.unique(
                "/spec/tasks", "task", tasks.stream().map(PipelineTask::name).toList());
        findings.needs("/spec/tasks", "needs", "task", Graph.edges(tasks, PipelineTask::name, PipelineTask::needs));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < tasks.size(); i++) {
            String pointer = "/spec/tasks/" + i;
            PipelineTask task = tasks.get(i);
            findings.positive(pointer + "/timeout", task.timeout());
            memory(pointer, task.resources().memory().bytes(), findings);
            task.env().keySet().forEach(name -> EnvironmentNames.check(pointer + "/env/" + name, name, findings));
            for (int j = 0; j < task.artifacts().size(); j++) {
                artifact(pointer + "/artifacts/" + j, task.artifacts().get(j), seen, findings);
            }
            for (int j = 0; j < task.reports().junit().size(); j++) {
                String at = pointer + "/reports/junit";
                String glob = task.reports().junit().get(j);
                findings.path(task.reports().junit().size() == 1 ? at : at + "/" + j, glob);
            }
        }
    }

    static void memory(String pointer, long bytes, Findings findings) {
        if (bytes < LEAST_MEMORY) {
            findings.add(pointer + "/resources/memory", "no task can start with less than 4MiB", null);
        }
    }

    private static void artifact(String pointer, TaskArtifact artifact, Set<String> seen, Findings findings) {
        if (!seen.add(artifact.name())) {
            findings.add(
                    pointer + "/name",
                    "artifact '" + artifact.name() + "' is made already",
                    "artifact names are unique in a pipeline");
        }
        if (artifact.name().startsWith(Reports.OUTPUT_PREFIX)) {
            findings.add(pointer + "/name", "names that begin with " + Reports.OUTPUT_PREFIX + " are taken", null);
        }
        findings.path(pointer + "/path", artifact.path());
    }

    private static void request(String pointer, RequestSection request, Set<String> made, Findings findings) {
        List<RequestSection.Module> modules = request.modules();
        findings.unique(
                pointer + "/modules",
                "module",
                modules.stream().map(RequestSection.Module::name).toList());
        for (int i = 0; i < modules.size(); i++) {
            module(pointer + "/modules/" + i, modules.get(i), findings);
        }
        for (int i = 0; i < request.artifacts().size(); i++) {
            requestedArtifact(pointer + "/artifacts/" + i, request.artifacts().get(i), made, findings);
        }
    }

    private static void module(String pointer, RequestSection.Module module, Findings findings) {
        boolean address = module.source().contains("://") || module.source().contains("@");
        if (!address && module.digest() != null) {
            findings.add(
                    pointer + "/digest", "a module in the repository is pinned by the commit", "remove the digest");
        } else if (!address) {
            findings.path(pointer + "/source", module.source());
        } else if (module.digest() == null) {
            findings.add(pointer, "a module from elsewhere needs a digest", "add the digest of its archive");
        }
    }

    private static void requestedArtifact(
            String pointer, RequestedArtifact artifact, Set<String> made, Findings findings) {
        boolean pinned = artifact.uri() != null && artifact.digest() != null;
        boolean partly = artifact.uri() != null || artifact.digest() != null;
        if (artifact.from() == null ? !pinned : partly) {
            findings.add(
                    pointer,
                    "an artifact has either 'from', or 'uri' and 'digest'",
                    pinned ? "remove 'from' or the two others" : "add what is missing");
        }
        if (artifact.from() == RequestSection.Origin.TASKS && !made.contains(artifact.name())) {
            findings.known(pointer + "/name", "artifact made by a task and called", artifact.name(), made);
        }
        if (artifact.signature() != null) {
            findings.add(
                    pointer + "/signature",
                    "signatures are not checked in this version, so none can be demanded",
                    "remove it; the digest still pins the content");
        }
    }

    /** Artifact names are unique over the pipeline's and each stage's requests. */
    private static void requested(PipelineFile.Spec spec, Findings findings) {
        List<String> common =
                spec.request().artifacts().stream().map(RequestedArtifact::name).toList();
        findings.unique("/spec/request/artifacts", "artifact", common);
        for (int i = 0; i < spec.stages().size(); i++) {
            List<String> own = new ArrayList<>();
            List<RequestedArtifact> artifacts = spec.stages().get(i).request().artifacts();
            for (int j = 0; j < artifacts.size(); j++) {
                String name = artifacts.get(j).name();
                if (common.contains(name) || own.contains(name)) {
                    findings.add(
                            "/spec/stages/" + i + "/request/artifacts/" + j + "/name",
                            "artifact '" + name + "' is requested already",
                            "give it another name");
                }
                own.add(name);
            }
        }
    }
}
