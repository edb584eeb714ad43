package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.StepName;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.Stage.StageJob;
import dev.slipway.store.Database;
import dev.slipway.store.Outbox;
import dev.slipway.store.Waits;
import dev.slipway.store.run.LockAnswer;
import dev.slipway.store.run.LockRequest;
import dev.slipway.store.run.Locks;
import dev.slipway.workflows.api.LockGrant;
import dev.slipway.workflows.api.RunRef;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Locks of a stage: one per job it rolls out and one for the infrastructure it provisions. */
final class LockStep {
    /** No job can have this name: names hold no dots. */
    private static final String INFRASTRUCTURE = "infra.";

    private final Database database;
    private final RunContexts contexts;

    LockStep(Database database, RunContexts contexts) {
        this.database = database;
        this.contexts = contexts;
    }

    LockGrant take(RunRef run, String stageName, String environment, String item) {
        EffectiveStage stage = contexts.of(run).stage(stageName);
        String key = run.key(stageName, StepName.REQUEST, item);
        LockRequest request = new LockRequest(run.project(), environment, names(stage), run.workflowId(), key);
        return database.inTransaction(handle -> {
            LockAnswer answer = Locks.take(handle, request);
            if (!answer.granted()) {
                queue(handle, request);
            }
            return new LockGrant(answer.granted(), answer.token(), key, answer.holder());
        });
    }

    void release(RunRef run, String environment) {
        database.useTransaction(handle -> Locks.release(handle, run.project(), environment, run.workflowId()));
    }

    static List<String> names(EffectiveStage stage) {
        List<String> names = new ArrayList<>();
        stage.jobs().stream().map(StageJob::name).forEach(names::add);
        stage.moduleNames().forEach(module -> names.add(INFRASTRUCTURE + module));
        if (names.isEmpty()) {
            names.add("stage." + stage.name());
        }
        return names;
    }

    /** Whoever releases grants to the next; the environment's workflow looks again in case nobody is left to do so. */
    private static void queue(Handle handle, LockRequest request) {
        ObjectNode detail = ModelJson.mapper().createObjectNode().put("environment", request.environment());
        detail.set("locks", ModelJson.mapper().valueToTree(request.names()));
        Waits.open(handle, request.key(), request.owner(), "lock", detail, null, null);
        String target = "env/" + request.project() + "/" + request.environment();
        for (String name : request.names()) {
            ObjectNode payload = ModelJson.mapper()
                    .createObjectNode()
                    .put("signal", "lockChanged")
                    .put("args", name);
            Outbox.add(handle, "signal", "lock/" + request.key() + "/" + name, target, payload);
        }
    }
}
