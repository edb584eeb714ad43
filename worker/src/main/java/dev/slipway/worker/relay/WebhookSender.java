package dev.slipway.worker.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Sealer;
import dev.slipway.model.spi.SecretProvider;
import dev.slipway.store.Database;
import dev.slipway.store.Waits;
import dev.slipway.store.run.OutboxMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts commit statuses, webhooks and hand-overs. Every try carries the same id and the same body; where the receiver
 * shares a secret, it is signed as the Standard Webhooks specification says. Redirects are not followed.
 */
public final class WebhookSender implements Sender, AutoCloseable {
    /** Kinds it delivers. */
    public static final List<String> KINDS = List.of("commit-status", "webhook", "hand-over");

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** A receiver that sends its answer drop by drop is not listened to for longer. */
    private static final Duration WHOLE_ANSWER = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofHours(24);
    private static final int GONE = 410;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Database database;
    private final OutboundHosts hosts;
    private final SecretProvider secrets;
    private final Sealer sealer;
    private final Clock clock;

    /** @param sealer opens callback addresses, which lie sealed until they are sent */
    public WebhookSender(Database database, OutboundHosts hosts, SecretProvider secrets, Sealer sealer, Clock clock) {
        this.database = database;
        this.hosts = hosts;
        this.secrets = secrets;
        this.sealer = sealer;
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

    /** Ends what is still being sent. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private Delivery post(OutboxMessage message, URI address, Optional<byte[]> secret) {
        byte[] body = body(message);
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
        return delivered(message, request.build());
    }

    private Delivery delivered(OutboxMessage message, HttpRequest request) {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            int status =
                    answer.get(WHOLE_ANSWER.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status >= 200 && status < 300) {
                answerWhereNobodyElseWill(message);
                return new Delivery.Done();
            }
            return status == GONE
                    ? new Delivery.GivenUp("the receiver said " + status)
                    : patience(message, "the receiver said " + status);
        } catch (ExecutionException e) {
            return patience(message, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return patience(message, "the answer took longer than " + WHOLE_ANSWER.toSeconds() + " s");
        } catch (InterruptedException e) {
            answer.cancel(true);
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
