package dev.slipway.worker.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.outbound.OutboundAnswer;
import dev.slipway.activities.outbound.OutboundCall;
import dev.slipway.activities.outbound.OutboundClient;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.WebhookSignature;
import dev.slipway.model.spi.Sealer;
import dev.slipway.model.spi.SecretProvider;
import dev.slipway.store.Database;
import dev.slipway.store.Waits;
import dev.slipway.store.run.OutboxMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Posts commit statuses, webhooks and hand-overs. Every try carries the same id and the same body; where the receiver
 * shares a secret, it is signed as the Standard Webhooks specification says. Redirects are not followed.
 */
public final class WebhookSender implements Sender {
    /** Kinds it delivers. */
    public static final List<String> KINDS = List.of("commit-status", "webhook", "hand-over");

    private static final Duration PATIENCE = Duration.ofHours(24);
    private static final int GONE = 410;

    private final Database database;
    private final OutboundClient client;
    private final SecretProvider secrets;
    private final Sealer sealer;
    private final Clock clock;

    /** @param sealer opens callback addresses, which lie sealed until they are sent */
    public WebhookSender(Database database, OutboundClient client, SecretProvider secrets, Sealer sealer, Clock clock) {
        this.database = database;
        this.client = client;
        this.secrets = secrets;
        this.sealer = sealer;
        this.clock = clock;
    }

    @Override
    public Delivery send(OutboxMessage message) {
        try {
            String project = message.payload().path("project").asText();
            return post(message, project, secret(project, message.payload()));
        } catch (SlipwayException e) {
            return patience(message, e.code() + ": " + e.getMessage());
        }
    }

    private Delivery post(OutboxMessage message, String project, Optional<byte[]> secret) {
        byte[] body = body(message);
        Map<String, String> headers = new TreeMap<>();
        message.payload()
                .path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        WebhookSignature signature = new WebhookSignature(
                "msg_" + IdempotencyKey.shortHash(message.key()),
                clock.instant().getEpochSecond());
        headers.put("webhook-id", signature.id());
        headers.put("webhook-timestamp", Long.toString(signature.timestamp()));
        secret.ifPresent(key -> headers.put("webhook-signature", signature.sign(key, body)));
        String url = message.payload().path("url").asText();
        return switch (client.send(project, OutboundCall.post(url, headers, body))) {
            case OutboundAnswer.Received(int status, String ignored) -> received(message, status);
            case OutboundAnswer.Refused(String why) -> new Delivery.GivenUp(why);
            case OutboundAnswer.Failed(String why) -> patience(message, why);
        };
    }

    private Delivery received(OutboxMessage message, int status) {
        if (status >= 200 && status < 300) {
            answerWhereNobodyElseWill(message);
            return new Delivery.Done();
        }
        return status == GONE
                ? new Delivery.GivenUp("the receiver said " + status)
                : patience(message, "the receiver said " + status);
    }

    private Delivery patience(OutboxMessage message, String why) {
        boolean over = message.createdAt().plus(PATIENCE).isBefore(clock.instant());
        return over ? new Delivery.GivenUp(why) : new Delivery.Again(why);
    }

    private Optional<byte[]> secret(String project, JsonNode payload) {
        JsonNode name = payload.path("secretName");
        if (!name.isTextual()) {
            return Optional.empty();
        }
        Optional<byte[]> value = secrets.resolve(project, name.asText());
        if (value.isEmpty()) {
            throw new SlipwayException(
                    ErrorCode.SECRET_UNAVAILABLE, "project " + project + " has no secret " + name.asText());
        }
        return value;
    }

    /** A system that is only told has said all it will say when it took the message. */
    private void answerWhereNobodyElseWill(OutboxMessage message) {
        JsonNode key = message.payload().path("answerOnDelivery");
        if (key.isTextual()) {
            database.useTransaction(handle -> Waits.answer(handle, key.asText(), "passed", "told"));
        }
    }

    private byte[] body(OutboxMessage message) {
        JsonNode body = message.payload().path("body");
        JsonNode sealed = message.payload().path("sealedCallbackUrl");
        if (sealed.isTextual() && body instanceof ObjectNode object) {
            byte[] address = sealer.open(Base64.getDecoder().decode(sealed.asText()), "callback/" + message.key());
            object.put("callbackUrl", new String(address, StandardCharsets.UTF_8));
        }
        return ModelJson.canonical(body).getBytes(StandardCharsets.UTF_8);
    }
}
