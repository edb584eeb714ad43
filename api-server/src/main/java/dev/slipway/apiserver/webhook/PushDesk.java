package dev.slipway.apiserver.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.resource.RunStarts;
import dev.slipway.identity.webhook.Delivery;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.ServicePrincipals;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.door.Answered;
import dev.slipway.store.door.Claim;
import dev.slipway.store.door.IdempotentRequests;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Starts the run of a push, once for each delivery and once for each body: forges repeat what they are not sure of, and
 * some sign neither time nor id, so that whoever saw a post could send it again.
 */
public final class PushDesk {
    private static final Duration VALID = Duration.ofMinutes(5);

    private final Database database;
    private final RunStarts starts;
    private final IdempotentRequests requests;
    private final Clock clock;

    public PushDesk(Database database, RunStarts starts, IdempotentRequests requests, Clock clock) {
        this.database = database;
        this.starts = starts;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * @throws SlipwayException IDEMPOTENCY_KEY_REUSED for another body of the same id, TOKEN_REPLAYED for the same body
     *     of another id, POLICY_DENIED, POLICY_UNAVAILABLE
     */
    Answered start(PipelineRegistration registration, Delivery delivery, News.Push push, Digest body) {
        String project = project(registration);
        String pipeline = registration.name();
        Caller caller = new Caller(credential(registration, delivery, push, body), null);
        StartRun asked = RunStarts.checked(
                new StartRun(push.ref(), push.after(), false, List.of(), new StartRun.Push(push.before())));
        try {
            return requests.once(
                    new Claim(caller.claimant(), "delivery/" + delivery.id(), body),
                    () -> starts.admitted(caller, project, pipeline, asked),
                    (handle, run) -> answer(starts.accept(handle, run)));
        } catch (SlipwayException e) {
            if (e.code() == ErrorCode.IDEMPOTENCY_KEY_REUSED || e.code() == ErrorCode.TOKEN_REPLAYED) {
                refused(project, pipeline, delivery, e);
            }
            throw e;
        }
    }

    private static String project(PipelineRegistration registration) {
        return requireNonNull(registration.metadata().project(), "a registration belongs to a project");
    }

    private static Answered answer(RunView run) {
        return new Answered(202, ModelJson.mapper().createObjectNode().put("run", run.id()), null);
    }

    /** It was signed, so it was either sent again by somebody who saw it, or the forge is confused. */
    private void refused(String project, String pipeline, Delivery delivery, SlipwayException why) {
        ObjectNode data = ModelJson.mapper()
                .createObjectNode()
                .put("delivery", delivery.id())
                .put("code", why.code().name());
        database.useTransaction(handle ->
                Events.emit(handle, "webhook.refused", project, "pipeline/" + project + "/" + pipeline, data));
    }

    private VerifiedCredential credential(
            PipelineRegistration registration, Delivery delivery, News.Push push, Digest body) {
        PipelineRegistration.Webhook webhook = registration.spec().webhook();
        String subject = ServicePrincipals.webhook(project(registration), registration.name());
        ObjectNode claims = ModelJson.mapper().createObjectNode();
        claims.putObject("webhook")
                .put("forge", webhook == null ? "" : webhook.forge().text())
                .put("delivery", delivery.id())
                .put("sender", push.sender())
                .put("senderId", push.senderId());
        return new VerifiedCredential(
                ServicePrincipals.ISSUER,
                subject,
                push.sender(),
                List.of(ServicePrincipals.WEBHOOKS),
                subject + "/" + body.value(),
                body,
                clock.instant().plus(VALID),
                claims);
    }
}
