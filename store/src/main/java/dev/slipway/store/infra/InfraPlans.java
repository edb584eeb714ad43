package dev.slipway.store.infra;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Provisioner.InfraPlan;
import dev.slipway.model.spi.Provisioner.InfraResult;
import dev.slipway.model.spi.Sealer;
import dev.slipway.store.Database;
import java.util.Optional;

/** Saved plans by idempotency key; the plan file holds secrets and is sealed. */
public final class InfraPlans {
    private final Database database;
    private final Sealer sealer;

    public InfraPlans(Database database, Sealer sealer) {
        this.database = requireNonNull(database, "database is null");
        this.sealer = requireNonNull(sealer, "sealer is null");
    }

    /** Stores a plan; when the key has one already, that one stays and is returned. */
    public StoredPlan put(String key, StateAddress address, String workflowId, InfraPlan plan) {
        return database.inTransaction(handle -> {
            PlanRows rows = handle.attach(PlanRows.class);
            rows.insert(row(key, address, workflowId, plan), plan.digest(), redacted(plan));
            return rows.get(key).orElseThrow();
        });
    }

    /**
     * Puts a newer plan in the place of one that became stale before it was applied.
     *
     * @param replaced digest of the plan that is given up
     * @throws SlipwayException CONFLICT when the key has another plan by now, or that plan was applied
     */
    public StoredPlan replace(String key, StateAddress address, String workflowId, InfraPlan plan, Digest replaced) {
        return database.inTransaction(handle -> {
            PlanRows rows = handle.attach(PlanRows.class);
            if (rows.replace(row(key, address, workflowId, plan), plan.digest(), redacted(plan), replaced) == 0) {
                throw new SlipwayException(
                        ErrorCode.CONFLICT, "plan " + replaced + " of " + key + " cannot be replaced");
            }
            return rows.get(key).orElseThrow();
        });
    }

    public Optional<StoredPlan> get(String key) {
        return database.jdbi().withExtension(PlanRows.class, rows -> rows.get(key));
    }

    /** The plan as {@link dev.slipway.model.spi.Provisioner#apply} wants it, opened. */
    public Optional<InfraPlan> load(String key) {
        return database.jdbi()
                .withExtension(
                        PlanRows.class,
                        rows -> rows.get(key)
                                .flatMap(plan -> rows.sealedPlan(key).map(file -> open(plan, file))));
    }

    /**
     * Records what the apply left; a repeat changes nothing and returns what was recorded first.
     *
     * @throws SlipwayException NOT_FOUND when the key has no plan of that digest
     */
    public StoredPlan markApplied(String key, Digest digest, InfraResult result) {
        JsonNode outputs = ModelJson.mapper().valueToTree(result.outputs());
        return database.inTransaction(handle -> {
            PlanRows rows = handle.attach(PlanRows.class);
            rows.markApplied(key, digest, outputs, result.stateSerial());
            return rows.get(key)
                    .filter(plan -> plan.digest().equals(digest))
                    .orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "no plan " + digest + " of " + key));
        });
    }

    private PlanRows.Row row(String key, StateAddress address, String workflowId, InfraPlan plan) {
        return new PlanRows.Row(
                key,
                address.project(),
                address.environment(),
                address.module(),
                workflowId,
                sealer.seal(plan.planFile(), context(key)),
                plan.empty(),
                plan.creates(),
                plan.updates(),
                plan.deletes(),
                plan.stateSerial());
    }

    private InfraPlan open(StoredPlan plan, byte[] file) {
        return new InfraPlan(
                plan.digest(),
                sealer.open(file, context(plan.key())),
                plan.redactedJson().toString(),
                plan.empty(),
                plan.creates(),
                plan.updates(),
                plan.deletes(),
                plan.stateSerial());
    }

    private static JsonNode redacted(InfraPlan plan) {
        return ModelJson.read(plan.redactedJson(), JsonNode.class);
    }

    private static String context(String key) {
        return "plan/" + key;
    }
}
