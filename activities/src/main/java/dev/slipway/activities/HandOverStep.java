package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.identity.SecretTokens;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.ProjectFile.Await;
import dev.slipway.model.files.ProjectFile.ExternalSystem;
import dev.slipway.model.files.Stage.HandOver;
import dev.slipway.model.spi.Sealer;
import dev.slipway.store.Database;
import dev.slipway.store.Outbox;
import dev.slipway.store.Waits;
import dev.slipway.store.run.WaitRows;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import org.jdbi.v3.core.Handle;

/** Step 8 of a stage: an external system is told what was rolled out and how to answer. */
final class HandOverStep {
    private final Database database;
    private final RunContexts contexts;
    private final Sealer sealer;
    private final URI callbacks;
    private final Clock clock;

    /** @param callbacks address under which systems outside reach the API */
    HandOverStep(Database database, RunContexts contexts, Sealer sealer, URI callbacks, Clock clock) {
        this.database = database;
        this.contexts = contexts;
        this.sealer = sealer;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    String ask(RunRef run, String stageName, String systemName, RequestResult request) {
        RunContexts.Context context = contexts.of(run);
        EffectiveStage stage = context.stage(stageName);
        HandOver handOver = stage.handOvers().stream()
                .filter(one -> one.system().equals(systemName))
                .findFirst()
                .orElseThrow(() -> gone(systemName));
        ExternalSystem system =
                context.definition().project().spec().system(systemName).orElseThrow(() -> gone(systemName));
        String key = run.key(stageName, StepName.RESPOND, systemName);
        database.useTransaction(handle -> {
            // The token of a first try is known to nobody but its message: a repeat must not make another.
            if (handle.attach(WaitRows.class).find(key).isEmpty()) {
                send(handle, run, stage, system, handOver, key, body(context, stage, request));
            }
        });
        return key;
    }

    private void send(
            Handle handle,
            RunRef run,
            EffectiveStage stage,
            ExternalSystem system,
            HandOver handOver,
            String key,
            ObjectNode body) {
        String token = SecretTokens.random("callback");
        Instant expires = clock.instant().plus(handOver.timeout());
        ObjectNode detail = ModelJson.mapper().createObjectNode();
        detail.put("stage", stage.name()).put("system", system.name()).put("project", run.project());
        detail.put("expect", handOver.await().text());
        if (system.await() == Await.POLL && system.pollUrl() != null) {
            detail.put("pollUrl", system.pollUrl());
        }
        String hash =
                system.await() == Await.CALLBACK ? SecretTokens.hash(token).value() : null;
        Waits.open(handle, key, run.workflowId(), "callback", detail, hash, expires);
        ObjectNode payload = ModelJson.mapper().createObjectNode();
        payload.put("project", run.project()).put("url", system.url());
        if (system.secret() != null) {
            payload.put("secretName", system.secret());
        }
        payload.set("body", body.put("key", key).put("expiresAt", expires.toString()));
        if (system.await() == Await.CALLBACK) {
            payload.put("sealedCallbackUrl", sealed(key, callbacks.resolve("/v1/callbacks/" + token)));
        }
        if (system.await() == Await.NONE) {
            payload.put("answerOnDelivery", key);
        }
        Outbox.add(handle, "hand-over", key, system.url(), payload);
    }

    /** The token is in no row in the clear: the message carries it sealed until it is sent. */
    private String sealed(String key, URI callback) {
        byte[] plain = callback.toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(sealer.seal(plain, context(key)));
    }

    /** Context the callback address of a message is sealed with. */
    static String context(String key) {
        return "callback/" + key;
    }

    private static ObjectNode body(RunContexts.Context context, EffectiveStage stage, RequestResult request) {
        ObjectNode body = ModelJson.mapper().createObjectNode();
        body.put("type", "stage.deployed");
        body.put("run", context.row().id()).put("project", context.row().project());
        body.put("pipeline", context.row().pipeline())
                .put("commit", context.row().commitId());
        body.put("ref", context.row().ref()).put("stage", stage.name());
        body.put("environment", stage.environment().name());
        body.set("jobs", ModelJson.mapper().valueToTree(request.jobs()));
        return body;
    }

    private static SlipwayException gone(String system) {
        return new SlipwayException(
                ErrorCode.HAND_OVER_FAILED, "system " + system + " is no longer one of the project or stage");
    }
}
