package dev.slipway.model.files.check;

import dev.slipway.model.Names;
import dev.slipway.model.files.Approval;
import dev.slipway.model.files.Graph;
import dev.slipway.model.files.RequestSection;
import dev.slipway.model.files.Rollout;
import dev.slipway.model.files.Stage;
import dev.slipway.model.files.Stage.BeforeJob;
import dev.slipway.model.files.Stage.HandOver;
import dev.slipway.model.files.Stage.StageJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of one stage. */
final class StageChecks {
    private StageChecks() {}

    static void check(String pointer, Stage stage, RequestSection common, Findings findings) {
        if (stage.provision() != null) {
            provision(pointer, stage, common, findings);
        }
        jobs(pointer, stage, findings);
        if (stage.approval() != null) {
            approval(pointer + "/approval", stage.approval(), findings);
        }
        rollout(pointer + "/rollout", stage.rollout(), findings);
        if (stage.handOver() != null) {
            handOvers(pointer + "/handOver", stage.handOver(), findings);
        }
    }

    private static void provision(String pointer, Stage stage, RequestSection common, Findings findings) {
        Stage.Provision provision = stage.provision();
        if (provision == null) {
            return;
        }
        Set<String> modules = new HashSet<>();
        common.modules().forEach(module -> modules.add(module.name()));
        for (int i = 0; i < stage.request().modules().size(); i++) {
            if (!modules.add(stage.request().modules().get(i).name())) {
                findings.add(
                        pointer + "/request/modules/" + i + "/name",
                        "the pipeline requests a module of that name already",
                        "give it another name");
            }
        }
        findings.known(pointer + "/provision/module", "requested module", provision.module(), modules);
        for (int i = 0; i < provision.secrets().size(); i++) {
            if (provision.variables().containsKey(provision.secrets().get(i).variable())) {
                findings.add(
                        pointer + "/provision/secrets/" + i + "/variable",
                        "the variable has a plain value already",
                        "remove one of the two");
            }
        }
    }

    private static void jobs(String pointer, Stage stage, Findings findings) {
        List<StageJob> jobs = stage.jobs();
        List<String> names = new ArrayList<>(jobs.stream().map(StageJob::name).toList());
        findings.unique(pointer + "/jobs", "job", names);
        findings.needs(pointer + "/jobs", "dependsOn", "job", Graph.edges(jobs, StageJob::name, StageJob::dependsOn));
        for (int i = 0; i < jobs.size(); i++) {
            findings.path(pointer + "/jobs/" + i + "/file", jobs.get(i).file());
        }
        for (int i = 0; i < stage.before().size(); i++) {
            before(pointer + "/before/" + i, stage.before().get(i), names, findings);
        }
    }

    private static void before(String pointer, BeforeJob before, List<String> names, Findings findings) {
        findings.path(pointer + "/job", before.job());
        if (!Names.NAME.matcher(before.name()).matches()) {
            findings.add(
                    pointer + "/job", "no job name can be made of this file's name", "give the job a name of its own");
        } else if (names.contains(before.name())) {
            findings.add(pointer, "the stage has a job '" + before.name() + "' already", "give it another name");
        }
        names.add(before.name());
    }

    private static void approval(String pointer, Approval approval, Findings findings) {
        OperatorChecks.approvalRules(pointer + "/rules", approval.rules(), findings);
        findings.positive(pointer + "/timeout", approval.timeout());
    }

    private static void rollout(String pointer, Rollout rollout, Findings findings) {
        switch (rollout.strategy()) {
            case ROLLING -> {
                if (rollout.canary() != null) {
                    findings.add(pointer + "/canary", "instances go first only with 'strategy: canary'", "remove it");
                }
            }
            case CANARY ->
                findings.add(
                        pointer + "/strategy",
                        "the strategy canary is not available in this version",
                        "write 'strategy: rolling'");
        }
        findings.shorter(
                pointer + "/minHealthyTime",
                "minHealthyTime",
                rollout.minHealthyTime(),
                "healthyDeadline",
                rollout.healthyDeadline());
        findings.shorter(
                pointer + "/healthyDeadline",
                "healthyDeadline",
                rollout.healthyDeadline(),
                "progressDeadline",
                rollout.progressDeadline());
    }

    private static void handOvers(String pointer, List<HandOver> handOvers, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < handOvers.size(); i++) {
            HandOver handOver = handOvers.get(i);
            String at = pointer + "/" + i;
            if (!seen.add(handOver.system())) {
                findings.add(at + "/system", "the stage is handed over to it already", "remove one of the two");
            }
            findings.positive(at + "/timeout", handOver.timeout());
            if (handOver.await() == Stage.Expect.SARIF) {
                findings.add(
                        at + "/await",
                        "SARIF reports are not judged in this version",
                        "write 'await: result' and let the system judge");
            }
        }
    }
}
