package dev.slipway.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.StepName;
import dev.slipway.model.spi.Provisioner;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.PlanResult;
import dev.slipway.workflows.api.RequestInput;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestProvision {
    @TempDir
    Path folder;

    private Bench bench;
    private RunRef run;
    private CommitResult commit;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder);
        bench.secret("db-password", "hidden-value");
        Map<String, String> files = Samples.with("""
                apiVersion: slipway/v1
                kind: Pipeline
                metadata: {name: web}
                spec:
                  request: {modules: [{name: network, source: ./infra/network}]}
                  stages:
                    - name: staging
                      environment: staging
                      provision: {module: network, variables: {size: small, owner: "${run.id}"}, secrets: [{name: db-password, variable: password}]}
                      jobs: [{name: web, file: ./web.job.yaml}]
                """);
        files.put("infra/network/main.tf", "# a module\n");
        files.put("web.job.yaml", Samples.JOB.replace("COMMIT: \"${run.commit}\"", "HOST: \"${infra.host}\""));
        RunInput input = bench.accept(files, false);
        run = input.ref();
        commit = bench.begin(input);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aPlanIsMadeOnceAsLongAsTheStateStands() {
        PlanResult plan = plan();
        assertThat(plan()).isEqualTo(plan);
        assertThat(bench.provisioner.planned).singleElement().satisfies(workspace -> {
            assertThat(workspace.variables()).containsEntry("size", "small").containsEntry("owner", run.workflowId());
            assertThat(workspace.secretVariables()).containsEntry("password", "hidden-value");
            assertThat(workspace.stateUrl()).endsWith("/v1/state/shop/staging/network");
            assertThat(workspace.toString()).doesNotContain("hidden-value");
        });
        assertThat(bench.value("select count(*) from state_token"))
                .as("ended with the work")
                .isEqualTo("0");
        assertThat(leftOver()).isZero();
    }

    @Test
    void whatWasAllowedIsAppliedOnce() {
        PlanResult plan = plan();
        RequestResult request = request(plan);
        String text = bench.provision.apply(run, "staging", commit.tree(), plan, request.decisionId());
        assertThat(text).isEqualTo("2 added, 0 changed, 0 destroyed");
        assertThat(bench.provision.apply(run, "staging", commit.tree(), plan, request.decisionId()))
                .isEqualTo(text);
        assertThat(bench.provisioner.applied).hasSize(1);
        assertThat(bench.value("select result::text from step_result where step = 'request'"))
                .contains("db.internal");
    }

    @Test
    void aRetryInTheNextGenerationFindsWhatTheFirstBegan() {
        PlanResult plan = plan();
        bench.provisioner.broken = true;
        String first = request(plan).decisionId();
        assertThatThrownBy(() -> bench.provision.apply(run, "staging", commit.tree(), plan, first))
                .satisfies(
                        failure -> assertThat(TestRunActivities.code(failure)).isEqualTo("APPLY_FAILED"));
        bench.provisioner.broken = false;
        bench.database.owner().useTransaction(handle -> handle.execute("update run set generation = 2"));
        RunRef next = new RunRef(run.workflowId(), run.project(), run.pipeline(), run.number(), 2, false);
        RequestResult asked = bench.run.request(new RequestInput(next, "staging", commit.tree(), plan));
        bench.provision.apply(next, "staging", commit.tree(), plan, asked.decisionId());
        assertThat(bench.provisioner.applied)
                .hasSize(2)
                .extracting(Provisioner.Workspace::key)
                .containsOnly(run.workflowId() + "/staging");
        assertThat(bench.value("select key from infra_plan")).isEqualTo(run.key("staging", StepName.REQUEST, "plan"));
    }

    @Test
    void nothingIsAppliedWithoutItsAllow() {
        PlanResult plan = plan();
        assertThatThrownBy(() -> bench.provision.apply(run, "staging", commit.tree(), plan, "made-up"))
                .satisfies(
                        failure -> assertThat(TestRunActivities.code(failure)).isEqualTo("TRANSITION_REFUSED"));
        PlanResult other = new PlanResult(plan.key(), "sha256:" + "0".repeat(64), false, 1, 0, 0);
        assertThatThrownBy(() -> bench.provision.apply(run, "staging", commit.tree(), other, "made-up"))
                .satisfies(
                        failure -> assertThat(TestRunActivities.code(failure)).isEqualTo("PLAN_STALE"));
        assertThat(bench.provisioner.applied).isEmpty();
    }

    @Test
    void aStateThatMovedMakesTheRequestStaleAndThePlanNew() {
        PlanResult plan = plan();
        RequestResult request = request(plan);
        assertThat(bench.run.fresh(run, "staging", request)).isTrue();
        bench.database.owner().useTransaction(handle -> handle.execute("""
                insert into infra_state (project, environment, module, version, serial, sealed, written_by)
                values ('shop', 'staging', 'network', 1, 7, 'x', 'somebody')"""));
        bench.provisioner.serial = 7;
        assertThat(bench.run.fresh(run, "staging", request)).isFalse();
        PlanResult again = plan();
        assertThat(again.digest()).isNotEqualTo(plan.digest());
        assertThat(again.key()).isEqualTo(plan.key());
        assertThat(request(again).digest()).isNotEqualTo(request.digest());
    }

    @Test
    void aSecretIsInNoRowAfterPlanAndApply() {
        PlanResult plan = plan();
        bench.provision.apply(run, "staging", commit.tree(), plan, request(plan).decisionId());
        for (String table : new String[] {"decision", "step_result", "infra_plan", "outbox", "event_intake", "wait"}) {
            assertThat(bench.value("select count(*) from " + table + " t where t::text like '%hidden-value%'"))
                    .as(table)
                    .isEqualTo("0");
        }
    }

    private long leftOver() {
        try (Stream<Path> files = Files.list(folder.resolve("work"))) {
            return files.count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private PlanResult plan() {
        return bench.provision.plan(run, "staging", commit.tree());
    }

    private RequestResult request(PlanResult plan) {
        return bench.run.request(new RequestInput(run, "staging", commit.tree(), plan));
    }
}
