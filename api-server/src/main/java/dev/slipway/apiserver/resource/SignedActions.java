package dev.slipway.apiserver.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.identity.ActionText;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.ActionView;
import dev.slipway.model.spi.ActionSigner;
import dev.slipway.store.door.SignedAction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns what a person asked into a row that policy allowed and this process signed. */
public final class SignedActions {
    // An approval may have to wait for the others; everything else is looked at as soon as a worker runs.
    private static final Duration APPROVAL = Duration.ofHours(72);
    private static final Duration OTHER = Duration.ofHours(24);
    private static final Set<String> DONE_AT_ONCE = Set.of("retry", "rollback");

    private final Access access;
    private final ActionSigner signer;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SignedActions(Access access, ActionSigner signer, Clock clock) {
        this.access = access;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * What an action is about.
     *
     * @param workflowId run, or {@code job/<key>}
     * @param generation execution of the run; 1 for jobs
     * @param stage stage or {@code -}
     * @param target digest, step or version; empty for none
     * @param about the run as policy sees it
     */
    record Subject(
            String workflowId,
            int generation,
            String stage,
            String kind,
            String target,
            String reason,
            ObjectNode about) {}

    SignedAction sign(Caller caller, Subject subject) {
        UUID id = UUID.randomUUID();
        boolean approval = subject.kind().equals("approve") || subject.kind().equals("reject");
        Duration validity = approval ? APPROVAL : OTHER;
        String decision = access.requireAction(
                        caller,
                        subject.workflowId(),
                        subject.generation(),
                        question(id, subject),
                        subject.about(),
                        validity)
                .id();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ActionText text = new ActionText(
                id,
                subject.workflowId(),
                subject.generation(),
                subject.stage(),
                subject.kind(),
                caller.principal(),
                caller.getName(),
                caller.credential().groups(),
                subject.reason(),
                subject.target(),
                nonce(),
                decision,
                now,
                now.plus(validity));
        return row(text, signer.sign(text.text()));
    }

    static ActionView view(SignedAction action) {
        @Nullable Instant used = DONE_AT_ONCE.contains(action.kind()) ? action.createdAt() : null;
        return new ActionView(
                action.id().toString(),
                action.kind(),
                action.stage(),
                action.target(),
                action.principalName(),
                action.reason(),
                action.createdAt(),
                action.expiresAt(),
                used);
    }

    private static ObjectNode question(UUID id, Subject subject) {
        return ModelJson.mapper()
                .createObjectNode()
                .put("id", id.toString())
                .put("kind", subject.kind())
                .put("stage", subject.stage())
                .put("target", subject.target())
                .put("reason", subject.reason());
    }

    private String nonce() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static SignedAction row(ActionText text, String signature) {
        return new SignedAction(
                text.id(),
                text.workflowId(),
                text.generation(),
                text.stage(),
                text.kind(),
                text.principal(),
                text.principalName(),
                text.groups(),
                text.reason(),
                text.target(),
                text.nonce(),
                text.decisionId(),
                signature,
                text.createdAt(),
                text.expiresAt());
    }
}
