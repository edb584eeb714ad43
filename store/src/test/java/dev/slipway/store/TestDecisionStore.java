package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.Decision;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TestDecisionStore {
    private static TestingDatabase database;
    private static DecisionStore store;

    @BeforeAll
    static void open() {
        database = TestingDatabase.create();
        store = new DecisionStore(database.recorder());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void keepsTheFirstDecisionOfAnId() {
        Decision first = decision("first", true, Duration.ofHours(1));
        assertThat(store.record(first)).isEqualTo(first);
        assertThat(store.record(decision("first", false, Duration.ofHours(1)))).isEqualTo(first);
        assertThat(store.find("first")).contains(first);
        assertThat(store.find("other")).isEmpty();
    }

    @Test
    void onlyTheRecorderMayInsertDecisions() {
        Decision decision = decision("foreign", true, Duration.ofHours(1));
        assertThatThrownBy(() -> new DecisionStore(database.worker()).record(decision))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> new DecisionStore(database.api()).record(decision))
                .hasMessageContaining("permission denied");
    }

    @Test
    void theRecorderMayNotMakeTransitions() {
        store.record(decision("mine", true, Duration.ofHours(1)));
        assertThatThrownBy(() -> transition(database.recorder(), "mine", "run/shop/web/1", "-"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> transition(database.api(), "mine", "run/shop/web/1", "-"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void aTransitionNeedsAnUnusedFreshAllowOfTheSameRunAndStep() {
        store.record(decision("allow", true, Duration.ofHours(1)));
        store.record(decision("deny", false, Duration.ofHours(1)));
        store.record(decision("old", true, Duration.ofSeconds(-1)));
        assertThatThrownBy(() -> transition(database.worker(), "deny", "run/shop/web/1", "-"))
                .hasMessageContaining("transition_decision_id");
        assertThatThrownBy(() -> transition(database.worker(), "old", "run/shop/web/1", "-"))
                .hasMessageContaining("is expired or belongs to another step");
        assertThatThrownBy(() -> transition(database.worker(), "allow", "run/shop/web/2", "-"))
                .hasMessageContaining("transition_decision_id");
        assertThatThrownBy(() -> transition(database.worker(), "allow", "run/shop/web/1", "production"))
                .hasMessageContaining("is expired or belongs to another step");
        transition(database.worker(), "allow", "run/shop/web/1", "-");
        assertThatThrownBy(() -> transition(database.worker(), "allow", "run/shop/web/1", "-"))
                .hasMessageContaining("transition_decision_id_key");
    }

    private static void transition(Database as, String decisionId, String workflowId, String stage) {
        as.useTransaction(handle -> handle.createUpdate("""
                        insert into transition (workflow_id, generation, stage, step, transition, decision_id, input_digest)
                        values (:workflowId, 1, :stage, 'verify', 'verify', :decisionId, :digest)""")
                .bind("workflowId", workflowId)
                .bind("stage", stage)
                .bind("decisionId", decisionId)
                .bind("digest", Digest.of("input"))
                .execute());
    }

    private static Decision decision(String id, boolean allowed, Duration validity) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new Decision(
                id,
                "run/shop/web/1",
                1,
                "-",
                "verify",
                "authorise",
                Digest.of("input"),
                allowed,
                ModelJson.mapper().createArrayNode(),
                ModelJson.mapper().createArrayNode(),
                ModelJson.mapper().createArrayNode(),
                now,
                now.plus(validity));
    }
}
