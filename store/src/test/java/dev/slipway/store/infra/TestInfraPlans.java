package dev.slipway.store.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Provisioner.InfraPlan;
import dev.slipway.model.spi.Provisioner.InfraResult;
import dev.slipway.store.testing.TestingDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TestInfraPlans {
    private static final StateAddress ADDRESS = new StateAddress("shop", "staging", "network");
    private static final String RUN = "run/shop/web/1";
    private static TestingDatabase database;
    private static InfraPlans plans;

    @BeforeAll
    static void open() {
        database = TestingDatabase.create();
        plans = new InfraPlans(database.worker(), new TestingSealer());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theFirstPlanOfAKeyStays() {
        StoredPlan first = plans.put("key-1", ADDRESS, RUN, plan("first", 1));
        assertThat(plans.put("key-1", ADDRESS, RUN, plan("second", 2))).isEqualTo(first);
        assertThat(first.address()).isEqualTo(ADDRESS);
        assertThat(first.applied()).isFalse();
        assertThat(plans.load("key-1")).hasValueSatisfying(plan -> {
            assertThat(plan.planFile()).isEqualTo("first".getBytes(UTF_8));
            assertThat(plan.digest()).isEqualTo(Digest.of("first"));
            assertThat(plan.creates()).isEqualTo(2);
        });
        assertThat(plans.get("other")).isEmpty();
        assertThat(plans.load("other")).isEmpty();
    }

    @Test
    void theFileIsSealed() {
        plans.put("key-2", ADDRESS, RUN, plan("canary-in-plan", 1));
        String stored = database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select encode(sealed_plan, 'escape') from infra_plan where key = 'key-2'")
                        .mapTo(String.class)
                        .one());
        assertThat(stored).doesNotContain("canary-in-plan");
    }

    @Test
    void aStalePlanIsReplacedOnlyKnowinglyAndNeverOnceApplied() {
        plans.put("key-3", ADDRESS, RUN, plan("old", 1));
        refused(ErrorCode.CONFLICT, () -> plans.replace("key-3", ADDRESS, RUN, plan("new", 2), Digest.of("wrong")));
        assertThat(plans.replace("key-3", ADDRESS, RUN, plan("new", 2), Digest.of("old"))
                        .digest())
                .isEqualTo(Digest.of("new"));
        plans.markApplied("key-3", Digest.of("new"), new InfraResult(Map.of("url", "http://x"), 3));
        refused(ErrorCode.CONFLICT, () -> plans.replace("key-3", ADDRESS, RUN, plan("newer", 3), Digest.of("new")));
    }

    @Test
    void anAppliedPlanKeepsItsFirstResult() {
        plans.put("key-4", ADDRESS, RUN, plan("file", 1));
        refused(ErrorCode.NOT_FOUND, () -> plans.markApplied("key-4", Digest.of("x"), new InfraResult(Map.of(), 1)));
        refused(ErrorCode.NOT_FOUND, () -> plans.markApplied("none", Digest.of("file"), new InfraResult(Map.of(), 1)));
        StoredPlan applied =
                plans.markApplied("key-4", Digest.of("file"), new InfraResult(Map.of("url", "http://x", "n", 3), 2));
        assertThat(applied.applied()).isTrue();
        assertThat(applied.appliedSerial()).isEqualTo(2);
        assertThat(applied.outputs()).hasToString("{\"n\":3,\"url\":\"http://x\"}");
        assertThat(plans.markApplied("key-4", Digest.of("file"), new InfraResult(Map.of(), 9)))
                .isEqualTo(applied);
    }

    private static InfraPlan plan(String file, long serial) {
        return new InfraPlan(
                Digest.of(file), file.getBytes(UTF_8), "{\"resource_changes\":[]}", false, 2, 0, 0, serial);
    }

    private static void refused(ErrorCode code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
