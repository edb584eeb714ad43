package dev.slipway.store.placement;

import static dev.slipway.store.placement.PlacementFixture.WEB;
import static dev.slipway.store.placement.PlacementFixture.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.JobKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.store.testing.TestingDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TestJobs {
    private static TestingDatabase database;

    @BeforeAll
    static void open() {
        database = PlacementFixture.database();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theSameSpecHasTheSameVersionForEver() {
        assertThat(register(WEB, job(JobType.SERVICE, "one"))).isEqualTo(1);
        assertThat(register(WEB, job(JobType.SERVICE, "two"))).isEqualTo(2);
        assertThat(register(WEB, job(JobType.SERVICE, "one"))).isEqualTo(1);
        JobRow row = find(WEB);
        assertThat(row.desiredVersion()).isZero();
        assertThat(row.type()).isEqualTo(JobType.SERVICE);
        assertThat(version(2)).hasValue(job(JobType.SERVICE, "two"));
        assertThat(version(3)).isEmpty();
    }

    @Test
    void aBatchJobIsSubmittedOnce() {
        JobKey key = new JobKey("shop", "staging", "local", "t-1");
        assertThat(submit(key)).isTrue();
        assertThat(submit(key)).isFalse();
        JobRow row = find(key);
        assertThat(row.desiredVersion()).isEqualTo(1);
        assertThat(row.waitKey()).isEqualTo("wait");
        assertThat(stop(key)).isTrue();
        assertThat(find(key).stopped()).isTrue();
    }

    @Test
    void refusesWhatCannotBe() {
        JobKey elsewhere = new JobKey("shop", "nowhere", "local", "web");
        JobKey typed = new JobKey("shop", "staging", "local", "typed");
        register(typed, job(JobType.SERVICE, "one"));
        JobSpec empty = new JobSpec("web", JobType.SERVICE, null, null, 0, List.of(), null, Map.of());
        refused(ErrorCode.NOT_FOUND, () -> register(elsewhere, job(JobType.SERVICE, "one")));
        refused(ErrorCode.CONFIGURE_CONFLICT, () -> register(typed, job(JobType.BATCH, "one")));
        refused(ErrorCode.VALIDATION_FAILED, () -> register(typed, job(JobType.SYSTEM, "one")));
        refused(ErrorCode.VALIDATION_FAILED, () -> register(typed, empty));
        refused(
                ErrorCode.VALIDATION_FAILED,
                () -> database.worker()
                        .inTransaction(handle ->
                                Jobs.submitBatch(handle, elsewhere, job(JobType.SERVICE, "one"), "wait", "test")));
        refused(ErrorCode.NOT_FOUND, () -> submit(elsewhere));
        assertThat(stop(elsewhere)).isFalse();
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static long register(JobKey key, JobSpec spec) {
        return database.worker().inTransaction(handle -> Jobs.registerVersion(handle, key, spec, "test"));
    }

    private static JobRow find(JobKey key) {
        return database.worker()
                .jdbi()
                .withHandle(handle -> Jobs.find(handle, key).orElseThrow());
    }

    private static Optional<JobSpec> version(long version) {
        return database.worker().jdbi().withHandle(handle -> Jobs.version(handle, WEB, version));
    }

    private static boolean stop(JobKey key) {
        return database.worker().inTransaction(handle -> Jobs.stop(handle, key));
    }

    private static boolean submit(JobKey key) {
        return database.worker()
                .inTransaction(handle -> Jobs.submitBatch(handle, key, job(JobType.BATCH, "one"), "wait", "test"));
    }
}
