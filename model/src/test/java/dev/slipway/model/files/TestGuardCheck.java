package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.Stage.HandOver;
import dev.slipway.model.files.Stage.OnFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestGuardCheck {
    private static final String GUARDS = "approval: {minApprovals: 2, excludeInitiator: true, rules: ["
            + "{claim: groups, value: leads, count: 2, required: true}]}, "
            + "policies: {internal: [admission], external: [baseline]}, "
            + "requireAutoRevert: true, handOvers: [scan], drivers: [exec, docker]";

    private final FileReader reader = new FileReader();

    @Test
    void tightensWhatAStageDoesNotMention() {
        EffectiveStage stage = allowed("{name: one, environment: production}");
        assertThat(stage.approval().minApprovals()).isEqualTo(2);
        assertThat(stage.approval().excludeInitiator()).isTrue();
        assertThat(stage.approval().rules()).containsExactly(new ApprovalRule("groups", "leads", 2, true));
        assertThat(stage.approvalTimeout()).isEqualTo(Duration.ofHours(72));
        assertThat(stage.rollout().autoRevert()).isTrue();
        assertThat(stage.handOvers()).extracting(HandOver::system).containsExactly("scan");
        assertThat(stage.handOvers().getFirst().onFailure()).isEqualTo(OnFailure.FAIL);
        assertThat(stage.request().policies().internalNames()).containsExactly("common", "admission");
        assertThat(stage.request().policies().externalNames()).containsExactly("baseline");
    }

    @Test
    void keepsWhatIsStricterThanTheFloor() {
        EffectiveStage stage = allowed("{name: one, environment: production, "
                + "approval: {minApprovals: 3, timeout: 1h, rules: [{claim: groups, value: leads, count: 3}, "
                + "{claim: groups, value: security}]}, rollout: {autoRevert: true, maxParallel: 2}, "
                + "request: {policies: {internal: [common, admission, plan]}}, "
                + "handOver: [{system: scan, timeout: 5m, onFailure: revert}, {system: tests}]}");
        assertThat(stage.approval().minApprovals()).isEqualTo(3);
        assertThat(stage.approval().excludeInitiator()).isTrue();
        assertThat(stage.approval().rules()).extracting(ApprovalRule::value).containsExactly("leads", "security");
        assertThat(stage.approvalTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(stage.handOvers()).hasSize(2);
        assertThat(stage.handOvers().getFirst().onFailure()).isEqualTo(OnFailure.REVERT);
        assertThat(stage.request().policies().internalNames()).containsExactly("common", "admission", "plan");
        assertThat(stage.rollout().maxParallel()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "approval: {minApprovals: 1}|f:4:79: /spec/stages/0/approval/minApprovals: environment 'production'"
                        + " demands 2 approvals, not 1 (floor guards.approval.minApprovals)",
                "approval: {excludeInitiator: false}|(floor guards.approval.excludeInitiator)",
                "approval: {rules: []}|(floor guards.approval.rules)",
                "approval: {rules: [{claim: groups, value: leads, count: 1}]}|(floor guards.approval.rules)",
                "approval: {rules: [{claim: groups, value: leads, count: 2, required: false}]}|(floor guards.approval",
                "approval: {rules: [{claim: groups, value: others, count: 2}]}|demands 2 approver(s) with groups leads",
                "request: {policies: {internal: [admission]}}|project 'shop' demands policy set 'common'",
                "request: {policies: {internal: [common]}}|environment 'production' demands policy set 'admission'",
                "request: {policies: {external: []}}|(floor guards.policies.external)",
                "rollout: {autoRevert: false}|(floor guards.requireAutoRevert)",
                "handOver: []|environment 'production' demands a hand-over to 'scan' (floor guards.handOvers)",
                "handOver: [{system: scan, onFailure: warn}]|(floor guards.handOvers)",
            })
    void refusesWhatIsWeakerAndNamesTheFloor(String field, String words) {
        Guarded.Refused refused = refused("{name: one, environment: production, " + field + "}");
        assertThat(refused.code()).isEqualTo(ErrorCode.GUARD_WEAKENED);
        assertThat(refused.problems()).hasSize(1);
        assertThat(refused.problems().getFirst().render("f")).contains(words);
        assertThat(refused.problems().getFirst().fix()).isNotNull();
    }

    @Test
    void countsWhatThePipelineAsksForEveryStage() {
        String pipeline = "spec: {request: {policies: {internal: [common, plan]}}, "
                + "stages: [{name: one, environment: production, request: {policies: {internal: [admission]}}}]}";
        Guarded guarded = check(pipeline);
        assertThat(guarded.problems()).isEmpty();
        assertThat(guarded.orThrow().getFirst().request().policies().internalNames())
                .containsExactlyInAnyOrder("common", "plan", "admission");
    }

    @Test
    void refusesEnvironmentsThePipelineMayNotGoTo() {
        assertThat(refused("{name: one, environment: secret}").problems())
                .extracting(problem -> problem.message())
                .containsExactly(
                        "pipeline 'storefront' may not go to environment 'secret' (floor environments of its registration)");
        Guarded.Refused unknown = refused("{name: one, environment: prodution}");
        assertThat(unknown.code()).isEqualTo(ErrorCode.PIPELINE_INVALID);
        assertThat(unknown.problems().getFirst().fix()).isEqualTo("did you mean 'production'?");
        assertThat(refused("{name: one, environment: build}").problems())
                .anyMatch(problem -> problem.message().contains("runs pipeline tasks only"));
    }

    @Test
    void refusesSystemsTheProjectDoesNotHave() {
        Guarded.Refused refused =
                refused("{name: one, environment: production, handOver: [{system: scan}, {system: test}]}");
        assertThat(refused.code()).isEqualTo(ErrorCode.PIPELINE_INVALID);
        assertThat(refused.problems().getFirst().fix()).isEqualTo("did you mean 'tests'?");
    }

    @Test
    void refusesDriversAndHostsThatAreNotAllowed() {
        Guarded.Refused refused = (Guarded.Refused) check("spec: {tasks: [{name: t, driver: docker}], "
                + "stages: [{name: one, environment: staging}], "
                + "respond: {webhooks: [{url: 'https://ok.org/x'}, {url: 'https://ok.org:444/x'}, "
                + "{url: 'http://any.org:8080'}, {url: 'http://evil.org'}]}}");
        assertThat(refused.code()).isEqualTo(ErrorCode.GUARD_WEAKENED);
        assertThat(refused.problems())
                .extracting(problem -> problem.field())
                .containsExactly(
                        "/spec/tasks/0/driver", "/spec/respond/webhooks/1/url", "/spec/respond/webhooks/3/url");
    }

    @Test
    void refusesJobsThatWeakenTheirEnvironment() {
        EffectiveStage production = allowed("{name: one, environment: production}");
        EffectiveStage staging = allowed("{name: one, environment: staging}");
        byte[] text = Examples.bytes(
                "{apiVersion: slipway/v1, kind: Job, metadata: {name: j}, spec: {update: {autoRevert: false}, ",
                "groups: [{name: g, tasks: [{name: a, driver: exec}, {name: b, driver: raw-exec}]}]}}");
        JobFile job = reader.job(text).orThrow(ErrorCode.VALIDATION_FAILED);
        assertThat(GuardCheck.checkJob(production, job, reader.positions(text)))
                .extracting(problem -> problem.render("j"))
                .containsExactly(
                        "j:2:71: /spec/groups/0/tasks/1/driver: environment 'production' does not allow driver"
                                + " 'raw-exec' (floor guards.drivers); use one of exec, docker",
                        "j:1:86: /spec/update/autoRevert: environment 'production' demands automatic revert"
                                + " (floor guards.requireAutoRevert); write 'autoRevert: true' or leave it out");
        assertThat(GuardCheck.checkJob(staging, job, SourceMap.NONE)).isEmpty();
    }

    @Test
    void reportsEveryWeakeningAtOnce() {
        Guarded.Refused refused = refused("{name: one, environment: production, rollout: {autoRevert: false}, "
                + "approval: {minApprovals: 0, excludeInitiator: false, rules: []}, handOver: []}");
        assertThat(refused.problems()).hasSize(5);
        assertThatThrownBy(refused::orThrow)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.problems()).hasSize(5));
    }

    @Test
    void asksNobodyWhereNoFloorAndNoWishIs() {
        EffectiveStage stage = allowed("{name: one, environment: staging}");
        assertThat(stage.approval().needed()).isFalse();
        assertThat(stage.approvalTimeout()).isZero();
        assertThat(stage.handOvers()).isEmpty();
        assertThat(stage.rollout().autoRevert()).isNull();
        assertThat(stage.target("web")).isEqualTo(new JobTarget("web", "local", "default", stage.rollout()));
    }

    @Test
    void ordersJobsByWhatTheyDependOn() {
        EffectiveStage stage = allowed("{name: one, environment: staging, jobs: [{name: c, file: f, dependsOn: [b]}, "
                + "{name: a, file: f}, {name: b, file: f, dependsOn: [a]}]}");
        assertThat(stage.jobs()).extracting(Stage.StageJob::name).containsExactly("a", "b", "c");
    }

    @Test
    void refusesAFileRegisteredUnderAnotherName() {
        byte[] text =
                Examples.bytes(Examples.of(FileKind.PIPELINE).replace("{name: storefront}\nspec", "{name: x}\nspec"));
        PipelineFile pipeline = reader.pipeline(text).orThrow(ErrorCode.PIPELINE_INVALID);
        assertThat(guards().check(pipeline, SourceMap.NONE).problems())
                .anyMatch(problem -> problem.field().equals("/metadata/name"));
    }

    @Test
    void guardsStillHoldAfterStorage() {
        EnvironmentFile read = environments().get("production");
        EnvironmentFile stored = ModelJson.read(ModelJson.write(read), EnvironmentFile.class);
        assertThat(stored).isEqualTo(read);
    }

    private EffectiveStage allowed(String stage) {
        Guarded guarded = check("spec: {stages: [" + stage + "]}");
        assertThat(guarded.problems()).isEmpty();
        return guarded.orThrow().getFirst();
    }

    private Guarded.Refused refused(String stage) {
        return (Guarded.Refused) check("spec: {stages: [" + stage + "]}");
    }

    private Guarded check(String spec) {
        byte[] text = Examples.bytes("apiVersion: slipway/v1\nkind: Pipeline", "metadata: {name: storefront}\n" + spec);
        return guards().check(reader.pipeline(text).orThrow(ErrorCode.PIPELINE_INVALID), reader.positions(text));
    }

    private GuardCheck guards() {
        ProjectFile project = reader.project(Examples.bytes(
                        "{apiVersion: slipway/v1, kind: Project, metadata: {name: shop}, spec: {",
                        "systems: [{name: scan, url: 'http://s.org'}, {name: tests, url: 'http://t.org'}],",
                        "outbound: {allowedHosts: ['ok.org:443', any.org]}, policies: {internal: [common]}}}"))
                .orThrow(ErrorCode.VALIDATION_FAILED);
        PipelineRegistration registration = reader.registration(Examples.bytes(
                        "{apiVersion: slipway/v1, kind: PipelineRegistration, metadata: {name: storefront,",
                        "project: shop}, spec: {repository: /r.git, environments: [staging, production]}}"))
                .orThrow(ErrorCode.VALIDATION_FAILED);
        return new GuardCheck(project, registration, environments());
    }

    private Map<String, EnvironmentFile> environments() {
        Map<String, EnvironmentFile> environments = new HashMap<>();
        for (String spec : List.of(
                "production|class: production, guards: {" + GUARDS + "}",
                "staging|class: staging",
                "secret|class: staging",
                "build|class: build, guards: {drivers: [exec]}")) {
            String name = spec.split("\\|")[0];
            byte[] text = Examples.bytes("{apiVersion: slipway/v1, kind: Environment, metadata: {name: " + name
                    + ", project: shop}, spec: {" + spec.split("\\|")[1] + "}}");
            environments.put(name, reader.environment(text).orThrow(ErrorCode.VALIDATION_FAILED));
        }
        return environments;
    }
}
