package dev.slipway.store.placement;

import static dev.slipway.store.placement.PlacementFixture.WEB;
import static dev.slipway.store.placement.PlacementFixture.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.JobType;
import dev.slipway.store.Database;
import dev.slipway.store.testing.TestingDatabase;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestDeployments {
    private TestingDatabase database;
    private Database worker;

    @BeforeEach
    void open() {
        database = PlacementFixture.database();
        worker = database.worker();
        worker.useTransaction(handle -> {
            Jobs.registerVersion(handle, WEB, job(JobType.SERVICE, "one"), "test");
            Jobs.registerVersion(handle, WEB, job(JobType.SERVICE, "two"), "test");
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theSameKeyGetsTheSameNumberAndASecondOpenOneIsRefused() {
        assertThat(create(1, "first")).isEqualTo(1);
        assertThat(create(1, "first")).isEqualTo(1);
        refused(ErrorCode.CONFIGURE_CONFLICT, () -> create(2, "second"));
        refused(ErrorCode.NOT_FOUND, () -> {
            end(1);
            create(9, "third");
        });
        assertThat(create(2, "second")).isEqualTo(2);
        assertThat(create(1, "first")).isEqualTo(1);
    }

    @Test
    void theApiMayRegisterARolloutButNotDecideIt() {
        long number = database.api()
                .inTransaction(handle ->
                        Deployments.create(handle, new NewDeployment(WEB, 1, null, "api", PlacementFixture.DECISION)));
        assertThat(number).isEqualTo(1);
        assertThatThrownBy(() -> database.api()
                        .useTransaction(handle -> Deployments.open(handle, WEB.deploymentWorkflowId(1), "wait")))
                .hasMessageContaining("permission denied");
    }

    @Test
    void everyStepMayBeRepeated() {
        complete(1, "first");
        create(2, "second");
        String id = WEB.deploymentWorkflowId(2);
        for (int attempt = 0; attempt < 2; attempt++) {
            worker.useTransaction(handle -> Deployments.open(handle, id, "wait/2"));
            assertThat(row(id).state()).isEqualTo(DeploymentState.RUNNING);
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(revert(id)).contains(1L);
            assertThat(row(id).state()).isEqualTo(DeploymentState.REVERTING);
            assertThat(row(id).targetVersion()).isEqualTo(1);
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            DeploymentRow ended = worker.inTransaction(
                    handle -> Deployments.end(handle, id, DeploymentState.FAILED, "unhealthy", 1L));
            assertThat(ended.revertedTo()).isEqualTo(1);
            assertThat(ended.phase()).isEqualTo("done");
            assertThat(ended.finishedAt()).isNotNull();
        }
        assertThat(webJob().desiredVersion()).isEqualTo(1);
        assertThat(webJob().stableVersion()).isEqualTo(1);
    }

    @Test
    void aSuccessfulOneMakesItsVersionDesiredAndStable() {
        complete(1, "first");
        complete(2, "second");
        assertThat(webJob().desiredVersion()).isEqualTo(2);
        assertThat(webJob().stableVersion()).isEqualTo(2);
        assertThat(row(WEB.deploymentWorkflowId(2)).previousVersion()).isEqualTo(1);
        DeploymentRow again = worker.inTransaction(handle -> Deployments.complete(handle, WEB.deploymentWorkflowId(2)));
        assertThat(again.state()).isEqualTo(DeploymentState.SUCCESSFUL);
    }

    @Test
    void thereIsNothingToGoBackToForAFirstOneARepeatOrAnUnopenedOne() {
        create(1, "first");
        String first = WEB.deploymentWorkflowId(1);
        assertThat(revert(first)).isEmpty();
        worker.useTransaction(handle -> Deployments.open(handle, first, "wait/1"));
        assertThat(revert(first)).isEmpty();
        assertThat(row(first).state()).isEqualTo(DeploymentState.RUNNING);
        worker.useTransaction(handle -> Deployments.complete(handle, first));
        create(1, "again");
        String again = WEB.deploymentWorkflowId(2);
        worker.useTransaction(handle -> Deployments.open(handle, again, "wait/2"));
        assertThat(revert(again)).isEmpty();
    }

    @Test
    void refusesMovesThatTheTableDoesNotAllow() {
        create(1, "first");
        String id = WEB.deploymentWorkflowId(1);
        refused(ErrorCode.TRANSITION_REFUSED, () -> worker.inTransaction(handle -> Deployments.complete(handle, id)));
        worker.useTransaction(handle -> Deployments.open(handle, id, "wait"));
        refused(
                ErrorCode.TRANSITION_REFUSED,
                () -> worker.useTransaction(handle -> Deployments.open(handle, id, "other wait")));
        worker.useTransaction(handle -> Deployments.complete(handle, id));
        refused(ErrorCode.TRANSITION_REFUSED, () -> end(1));
        refused(ErrorCode.TRANSITION_REFUSED, () -> revert(id));
        refused(
                ErrorCode.NOT_FOUND,
                () -> worker.useTransaction(handle -> Deployments.open(handle, "deploy/none", "wait")));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private long create(long version, String key) {
        return worker.inTransaction(handle ->
                Deployments.create(handle, new NewDeployment(WEB, version, null, key, PlacementFixture.DECISION)));
    }

    private void complete(long version, String key) {
        String id = WEB.deploymentWorkflowId(create(version, key));
        worker.useTransaction(handle -> Deployments.open(handle, id, "wait/" + key));
        worker.useTransaction(handle -> Deployments.complete(handle, id));
    }

    private void end(long number) {
        worker.useTransaction(handle -> Deployments.end(
                handle, WEB.deploymentWorkflowId(number), DeploymentState.CANCELLED, "cancelled", null));
    }

    private Optional<Long> revert(String workflowId) {
        return worker.inTransaction(
                handle -> Deployments.beginRevert(handle, workflowId, "unhealthy", workflowId + "/back"));
    }

    private DeploymentRow row(String workflowId) {
        return worker.jdbi()
                .withHandle(handle -> Deployments.find(handle, workflowId).orElseThrow());
    }

    private JobRow webJob() {
        return worker.jdbi().withHandle(handle -> Jobs.find(handle, WEB).orElseThrow());
    }
}
