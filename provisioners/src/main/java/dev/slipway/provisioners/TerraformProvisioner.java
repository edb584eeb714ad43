package dev.slipway.provisioners;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ProgramRunner;
import dev.slipway.model.spi.ProgramRunner.Waiting;
import dev.slipway.model.spi.Provisioner;
import dev.slipway.provisioners.module.ModulePolicy;
import dev.slipway.provisioners.module.ModuleReview;
import dev.slipway.provisioners.plan.PlanChanges;
import dev.slipway.provisioners.plan.PlanFile;
import dev.slipway.provisioners.plan.Redaction;
import dev.slipway.provisioners.sandbox.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans and applies with OpenTofu or Terraform. The module's source is judged first; then the program runs in a sandbox
 * on a copy of it, keeps state in our HTTP back end only, and gets secret values through its environment only. Secret
 * variables are made sensitive whether or not the module says so.
 *
 * <p>An apply runs on when our process is killed. The next try of the same key stops it in order and then looks at what
 * is left: nothing, then the plan was applied; only changes the allowed plan had, then those are made; anything else is
 * PLAN_STALE.
 */
public final class TerraformProvisioner implements Provisioner {
    private final TerraformSettings settings;
    private final ProgramRunner runner;
    private final ModulePolicy policy;
    private final Redaction redaction;
    private final ApplyJournal journal;
    private final StateClient states = new StateClient();

    public TerraformProvisioner(TerraformSettings settings, ProgramRunner runner) {
        this.settings = requireNonNull(settings, "settings is null");
        this.runner = requireNonNull(runner, "runner is null");
        this.policy = new ModulePolicy(settings.modules());
        this.redaction = new Redaction(settings.redactionKey());
        this.journal = new ApplyJournal(settings.workDir());
    }

    /**
     * @throws SlipwayException PROVISIONER_MISSING
     */
    @Override
    public String describe() {
        Path program = TerraformProgram.find(settings.program(), Programs.searchPath());
        return TerraformVersion.of(program, settings, runner);
    }

    @Override
    public InfraPlan plan(Workspace workspace, Progress progress) throws InterruptedException {
        return inFolder(workspace, progress, ErrorCode.PLAN_FAILED, (run, folder) -> {
            Planned planned = makePlan(run, workspace);
            PlanChanges changes = PlanChanges.of(planned.shown);
            byte[] file = Files.readAllBytes(folder.planFile());
            return new InfraPlan(
                    Digest.of(file),
                    file,
                    planned.redacted.toString(),
                    !planned.changesAnything,
                    changes.creates(),
                    changes.updates(),
                    changes.deletes(),
                    PlanFile.stateSerial(file));
        });
    }

    @Override
    public InfraResult apply(Workspace workspace, InfraPlan plan, byte[] planFile, Progress progress)
            throws InterruptedException {
        if (!Digest.of(planFile).equals(plan.digest())) {
            throw new SlipwayException(
                    ErrorCode.ARTIFACT_DIGEST_MISMATCH, "the plan file is not the plan " + plan.digest());
        }
        return inFolder(workspace, progress, ErrorCode.APPLY_FAILED, (run, folder) -> {
            if (states.serial(workspace) == plan.stateSerial()) {
                folder.writePlan(planFile);
                journal.begin(workspace.key(), plan.digest());
                run.apply();
            } else {
                resume(run, workspace, plan);
            }
            long serial = states.serial(workspace);
            journal.end(workspace.key(), plan.digest(), serial);
            return new InfraResult(outputs(run, workspace), serial);
        });
    }

    /** The state moved on: by our own earlier try, or by somebody else. */
    private void resume(TerraformRun run, Workspace workspace, InfraPlan plan)
            throws InterruptedException, IOException {
        Optional<ApplyJournal.Entry> earlier = journal.find(workspace.key(), plan.digest());
        if (earlier.isEmpty()) {
            throw new SlipwayException(
                    ErrorCode.PLAN_STALE,
                    "the state moved on from serial " + plan.stateSerial() + " since the plan was made");
        }
        if (earlier.get().appliedSerial() != null) {
            return;
        }
        Planned rest = makePlan(run, workspace);
        List<String> beyond = PlanChanges.of(rest.redacted).beyond(PlanChanges.of(plan.redactedJson()));
        if (!beyond.isEmpty()) {
            throw new SlipwayException(
                    ErrorCode.PLAN_STALE,
                    "what is left to do is not in the allowed plan: " + String.join(", ", beyond));
        }
        if (rest.changesAnything) {
            run.apply();
        }
    }

    private Planned makePlan(TerraformRun run, Workspace workspace) throws InterruptedException, IOException {
        boolean changesAnything = run.plan();
        ObjectNode shown = run.showPlan();
        requireSensitive(shown, workspace.secretVariables().keySet());
        ObjectNode redacted = redaction.redact(
                shown,
                workspace.secretVariables().keySet(),
                workspace.secretVariables().values());
        return new Planned(changesAnything, shown, redacted);
    }

    /** An override file of the module could take back what ours set. */
    private static void requireSensitive(ObjectNode shown, Set<String> names) {
        JsonNode declared = shown.path("configuration").path("root_module").path("variables");
        for (String name : names) {
            if (!declared.path(name).path("sensitive").asBoolean()) {
                throw new SlipwayException(
                        ErrorCode.MODULE_REFUSED, "the module takes back that variable " + name + " is sensitive");
            }
        }
    }

    private Map<String, Object> outputs(TerraformRun run, Workspace workspace)
            throws InterruptedException, IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> output : run.outputs().properties()) {
            if (!output.getValue().path("sensitive").asBoolean()) {
                JsonNode shown = redaction.redactValue(
                        output.getValue().path("value"),
                        workspace.secretVariables().values());
                values.put(output.getKey(), ModelJson.mapper().convertValue(shown, Object.class));
            }
        }
        return values;
    }

    private <T> T inFolder(Workspace workspace, Progress progress, ErrorCode onFailure, Work<T> work)
            throws InterruptedException {
        String label = TerraformRun.label(workspace);
        WorkFolder folder = new WorkFolder(settings.workDir().toAbsolutePath(), workspace.key(), workspace.stateUrl());
        TerraformRun run = new TerraformRun(settings, runner, folder, workspace, progress);
        try {
            return runner.exclusively(label, Waiting.FENCE, () -> {
                judge(workspace);
                return prepared(run, folder, workspace, onFailure, work);
            });
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.UNAVAILABLE, "cannot work in " + settings.workDir() + ": " + e.getMessage(), e);
        }
    }

    private <T> T prepared(TerraformRun run, WorkFolder folder, Workspace workspace, ErrorCode onFailure, Work<T> work)
            throws InterruptedException, IOException {
        folder.prepare(workspace.moduleDir());
        try {
            folder.writeOverride(override(workspace));
            folder.writeVariables(workspace.variables());
            run.initialise(onFailure);
            judgeDownloaded(folder);
            run.pushUnsaved(onFailure);
            return work.in(run, folder);
        } finally {
            folder.remove();
        }
    }

    private void judge(Workspace workspace) throws IOException {
        ModuleReview review = policy.review(workspace.moduleDir()).require();
        List<Problem> problems = new ArrayList<>();
        for (Set<String> names : List.of(
                workspace.variables().keySet(), workspace.secretVariables().keySet())) {
            names.stream()
                    .filter(name -> !review.variables().contains(name))
                    .forEach(name -> problems.add(Problem.of(name, "the module has no variable of this name")));
        }
        workspace.secretVariables().keySet().stream()
                .filter(review.preset()::contains)
                .forEach(name -> problems.add(Problem.of(name, "a file of the module sets this secret variable")));
        if (!problems.isEmpty()) {
            throw new SlipwayException(ErrorCode.PLAN_FAILED, "the variables do not fit the module", problems);
        }
    }

    /** Modules from an allowed registry are here only after init; nothing of them ran yet. */
    private void judgeDownloaded(WorkFolder folder) throws IOException {
        Path manifest = folder.data().resolve("modules").resolve("modules.json");
        if (!Files.exists(manifest)) {
            return;
        }
        JsonNode modules = ModelJson.read(Files.readString(manifest), JsonNode.class);
        for (JsonNode module : modules.path("Modules")) {
            Path dir = folder.module().resolve(module.path("Dir").asText()).normalize();
            if (!dir.startsWith(folder.module())) {
                policy.review(dir).require();
            }
        }
    }

    private static Map<String, Object> override(Workspace workspace) {
        Map<String, Object> backend = new LinkedHashMap<>();
        backend.put("address", workspace.stateUrl());
        backend.put("lock_address", workspace.stateUrl());
        backend.put("lock_method", "LOCK");
        backend.put("unlock_address", workspace.stateUrl());
        backend.put("unlock_method", "UNLOCK");
        backend.put("username", StateClient.USER);
        Map<String, Object> override = new LinkedHashMap<>();
        override.put("terraform", Map.of("backend", Map.of("http", backend)));
        if (!workspace.secretVariables().isEmpty()) {
            Map<String, Object> variables = new HashMap<>();
            workspace.secretVariables().keySet().forEach(name -> variables.put(name, Map.of("sensitive", true)));
            override.put("variable", variables);
        }
        return override;
    }

    /** Work in a prepared folder. */
    @FunctionalInterface
    private interface Work<T> {
        T in(TerraformRun run, WorkFolder folder) throws InterruptedException, IOException;
    }

    /** A plan just made, in the folder. */
    private record Planned(boolean changesAnything, ObjectNode shown, ObjectNode redacted) {}
}
