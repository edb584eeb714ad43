package dev.slipway.worker.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.SecretProvider;
import dev.slipway.store.run.OutboxMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Posts commit statuses, webhooks and hand-overs. Every try carries the same id and the same body; where the receiver
 * shares a secret, it is signed as the Standard Webhooks specification says. Redirects are not followed.
 */
public final class WebhookSender implements Sender {
    /** Kinds it delivers. */
    public static final List<String> KINDS = List.of("commit-status", "webhook", "hand-over");

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofHours(24);
    private static final int GONE = 410;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final OutboundHosts hosts;
    private final SecretProvider secrets;
    private final Clock clock;

    public WebhookSender(OutboundHosts hosts, SecretProvider secrets, Clock clock) {
        this.hosts = hosts;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Delivery send(OutboxMessage message) {
        try {
            String project = message.payload().path("project").asText();
            URI address = URI.create(message.payload().path("url").asText());
            Optional<String> refusal = hosts.refusal(project, address);
            if (refusal.isPresent()) {
                return new Delivery.GivenUp(refusal.get());
            }
            return post(message, address, secret(project, message.payload()));
        } catch (IllegalArgumentException e) {
            return new Delivery.GivenUp("not an address: " + e.getMessage());
        } catch (SlipwayException e) {
            return patience(message, e.code() + ": " + e.getMessage());
        }
    }

    private Delivery post(OutboxMessage message, URI address, Optional<byte[]> secret) {
        byte[] body = body(message.payload().path("body"));
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("content-type", "application/json")
                .header("user-agent", "slipway")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        message.payload()
                .path("headers")
                .properties()
                .forEach(header ->
                        request.setHeader(header.getKey(), header.getValue().asText()));
        WebhookSignature signature = new WebhookSignature(
                "msg_" + IdempotencyKey.shortHash(message.key()),
                clock.instant().getEpochSecond());
        request.setHeader("webhook-id", signature.id());
        request.setHeader("webhook-timestamp", Long.toString(signature.timestamp()));
        secret.ifPresent(key -> request.setHeader("webhook-signature", signature.sign(key, body)));
        try {
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status >= 200 && status < 300) {
                return new Delivery.Done();
            }
            return status == GONE
                    ? new Delivery.GivenUp("the receiver said " + status)
                    : patience(message, "the receiver said " + status);
        } catch (IOException e) {
            return patience(message, String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.Again("interrupted");
        }
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
                    dev.slipway.model.ErrorCode.SECRET_UNAVAILABLE,
                    "project " + project + " has no secret " + name.asText());
        }
        return value;
    }

    private static byte[] body(JsonNode body) {
        String text = body.isTextual() ? body.asText() : ModelJson.canonical(body);
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
