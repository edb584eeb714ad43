package dev.slipway.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.spi.Decision;
import dev.slipway.model.spi.DecisionLog;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The decision table, written with the recorder's own database role. */
public final class DecisionStore implements DecisionLog {
    private static final String COLUMNS = """
            id, workflow_id, generation, stage, step, question, input_digest, allowed, engines, reasons, warnings,
            decided_at, expires_at""";

    private final Database recorder;

    public DecisionStore(Database recorder) {
        this.recorder = recorder;
    }

    @Override
    public Optional<Decision> find(String id) {
        return recorder.jdbi()
                .withHandle(handle -> handle.createQuery("select " + COLUMNS + " from decision where id = :id")
                        .bind("id", id)
                        .mapTo(Decision.class)
                        .findOne());
    }

    @Override
    public Decision record(Decision decision) {
        int inserted = recorder.jdbi()
                .withHandle(handle -> handle.createUpdate("insert into decision (" + COLUMNS + """
                        ) values (:id, :workflowId, :generation, :stage, :step, :question, :inputDigest, :allowed,
                        :engines, :reasons, :warnings, :decidedAt, :expiresAt) on conflict (id) do nothing""")
                        .bindMethods(decision)
                        .bindByType("engines", decision.engines(), JsonNode.class)
                        .bindByType("reasons", decision.reasons(), JsonNode.class)
                        .bindByType("warnings", decision.warnings(), JsonNode.class)
                        .execute());
        // What is stored first counts; the database keeps microseconds.
        return inserted == 0 ? find(decision.id()).orElseThrow() : stored(decision);
    }

    private static Decision stored(Decision decision) {
        return new Decision(
                decision.id(),
                decision.workflowId(),
                decision.generation(),
                decision.stage(),
                decision.step(),
                decision.question(),
                decision.inputDigest(),
                decision.allowed(),
                decision.engines(),
                decision.reasons(),
                decision.warnings(),
                decision.decidedAt().truncatedTo(ChronoUnit.MICROS),
                decision.expiresAt().truncatedTo(ChronoUnit.MICROS));
    }
}
