package dev.slipway.model.files;

import dev.slipway.model.files.EnvironmentFile.Guards;
import dev.slipway.model.files.RequestSection.Module;
import dev.slipway.model.files.RequestSection.RequestedArtifact;
import dev.slipway.model.files.Stage.HandOver;
import dev.slipway.model.files.Stage.OnFailure;
import dev.slipway.model.files.check.Findings;
import dev.slipway.model.files.schema.NearMiss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds one stage against project and environment and tightens what it leaves open. */
final class StageGuard {
    private final ProjectFile project;
    private final EnvironmentFile environment;
    private final Guards guards;
    private final Stage stage;
    private final String pointer;
    private final Findings weakened;
    private final Findings wrong;

    StageGuard(
            ProjectFile project,
            EnvironmentFile environment,
            Stage stage,
            String pointer,
            Findings weakened,
            Findings wrong) {
        this.project = project;
        this.environment = environment;
        this.guards = environment.spec().guards();
        this.stage = stage;
        this.pointer = pointer;
        this.weakened = weakened;
        this.wrong = wrong;
    }

    /** The stage as it holds; what is weaker than a floor has been found and is raised to it all the same. */
    EffectiveStage tighten(RequestSection common) {
        return new EffectiveStage(stage, environment, request(common), approval(), rollout(), handOvers());
    }

    static void autoRevert(String at, String environment, Findings weakened) {
        weakened.add(
                at,
                "environment '" + environment + "' demands automatic revert (floor guards.requireAutoRevert)",
                "write 'autoRevert: true' or leave it out");
    }

    private RequestSection request(RequestSection common) {
        PolicySets wished = common.policies().and(stage.request().policies());
        policies(
                "project '" + project.name() + "'",
                "policies",
                wished,
                project.spec().policies());
        policies("environment '" + environment.name() + "'", "guards.policies", wished, guards.policies());
        PolicySets floor = project.spec().policies().and(guards.policies());
        List<Module> modules = new ArrayList<>(common.modules());
        modules.addAll(stage.request().modules());
        List<RequestedArtifact> artifacts = new ArrayList<>(common.artifacts());
        artifacts.addAll(stage.request().artifacts());
        return new RequestSection(modules, artifacts, floor.and(wished));
    }

    private void policies(String owner, String floor, PolicySets wished, PolicySets demanded) {
        policies(owner, floor + ".internal", "internal", wished.internal(), demanded.internalNames());
        policies(owner, floor + ".external", "external", wished.external(), demanded.externalNames());
    }

    private void policies(
            String owner, String floor, String engine, @Nullable List<String> wished, List<String> demanded) {
        for (String name : demanded) {
            if (wished != null && !wished.contains(name)) {
                weakened.add(
                        pointer + "/request/policies/" + engine,
                        owner + " demands policy set '" + name + "' of the " + engine + " engine (floor " + floor + ")",
                        "add '" + name + "' to the list, or leave the list out");
            }
        }
    }

    private ApprovalTerms approval() {
        Approval floor = guards.approval();
        Approval wish = stage.approval() == null ? Approval.NONE : stage.approval();
        int least = floor.minApprovals() == null ? 0 : floor.minApprovals();
        if (wish.minApprovals() != null && wish.minApprovals() < least) {
            weaker(
                    "approval/minApprovals",
                    least + " approvals, not " + wish.minApprovals(),
                    "approval.minApprovals",
                    "write at least " + least + ", or leave it out");
        }
        boolean floorExcludes = Boolean.TRUE.equals(floor.excludeInitiator());
        if (floorExcludes && Boolean.FALSE.equals(wish.excludeInitiator())) {
            weaker(
                    "approval/excludeInitiator",
                    "that who started a run does not approve it",
                    "approval.excludeInitiator",
                    "write 'excludeInitiator: true' or leave it out");
        }
        return new ApprovalTerms(
                Math.max(least, wish.minApprovals() == null ? 0 : wish.minApprovals()),
                floorExcludes || Boolean.TRUE.equals(wish.excludeInitiator()),
                rules(floor.rules() == null ? List.of() : floor.rules(), wish.rules()),
                wish.timeout() == null ? ApprovalTerms.DEFAULT_TIMEOUT : wish.timeout());
    }

    private List<ApprovalRule> rules(List<ApprovalRule> floor, @Nullable List<ApprovalRule> wished) {
        if (wished == null) {
            return floor;
        }
        List<ApprovalRule> holding = new ArrayList<>(wished);
        for (ApprovalRule rule : floor) {
            Optional<ApprovalRule> same = wished.stream().filter(rule::sameWho).findFirst();
            boolean kept = same.isPresent()
                    && same.get().count() >= rule.count()
                    && same.get().required();
            if (kept || !rule.required()) {
                continue;
            }
            weaker(
                    "approval/rules",
                    rule.count() + " approver(s) with " + rule.claim() + " " + rule.value(),
                    "approval.rules",
                    "add {claim: " + rule.claim() + ", value: " + rule.value() + ", count: " + rule.count()
                            + ", required: true}, or leave the rules out");
            same.ifPresent(holding::remove);
            holding.add(rule);
        }
        return holding;
    }

    private Rollout rollout() {
        if (!guards.requireAutoRevert()) {
            return stage.rollout();
        }
        if (Boolean.FALSE.equals(stage.rollout().autoRevert())) {
            autoRevert(pointer + "/rollout/autoRevert", environment.name(), weakened);
        }
        return stage.rollout().withAutoRevert();
    }

    private List<HandOver> handOvers() {
        List<HandOver> wished = stage.handOver();
        List<HandOver> holding = new ArrayList<>(wished == null ? List.of() : wished);
        for (int i = 0; i < holding.size(); i++) {
            system(i, holding.get(i).system());
        }
        for (String demanded : guards.handOvers()) {
            Optional<HandOver> same = holding.stream()
                    .filter(handOver -> handOver.system().equals(demanded))
                    .findFirst();
            if (same.isEmpty()) {
                addDemanded(demanded, wished != null, holding);
            } else if (same.get().onFailure() == OnFailure.WARN) {
                weaker(
                        "handOver/" + holding.indexOf(same.get()) + "/onFailure",
                        "that a failed hand-over to '" + demanded + "' fails the run",
                        "handOvers",
                        "write 'onFailure: fail' or 'onFailure: revert'");
            }
        }
        return holding;
    }

    private void addDemanded(String demanded, boolean listed, List<HandOver> holding) {
        if (listed) {
            weaker(
                    "handOver",
                    "a hand-over to '" + demanded + "'",
                    "handOvers",
                    "add {system: " + demanded + "}, or leave the list out");
        }
        if (project.spec().system(demanded).isEmpty()) {
            wrong.add(
                    pointer + "/environment",
                    "environment '" + environment.name() + "' demands a hand-over to '" + demanded
                            + "', which project '" + project.name() + "' does not have",
                    "ask its operators to register it");
        }
        holding.add(new HandOver(demanded, Stage.Expect.RESULT, HandOver.DEFAULT_TIMEOUT, OnFailure.FAIL));
    }

    private void system(int index, String name) {
        if (project.spec().system(name).isEmpty()) {
            List<String> known = project.spec().systems().stream()
                    .map(ProjectFile.ExternalSystem::name)
                    .toList();
            wrong.add(
                    pointer + "/handOver/" + index + "/system",
                    "project '" + project.name() + "' has no system '" + name + "'",
                    NearMiss.fix(name, known));
        }
    }

    private void weaker(String field, String demanded, String floor, String fix) {
        weakened.add(
                pointer + "/" + field,
                "environment '" + environment.name() + "' demands " + demanded + " (floor guards." + floor + ")",
                fix);
    }
}
