package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.run.WaitRow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks systems that do not call back for their answer. Whatever is not a clear answer is none yet. */
final class HandOverPoll {
    private static final Logger LOG = LoggerFactory.getLogger(HandOverPoll.class);
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);
    private static final int LARGEST = 4 << 20;
    private static final Set<String> OUTCOMES = Set.of("passed", "failed");

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final OutboundGuard guard;

    HandOverPoll(OutboundGuard guard) {
        this.guard = guard;
    }

    /** The answer, when the wait is one that is asked for and the system has one: {@code outcome} passed or failed. */
    Optional<JsonNode> ask(WaitRow wait) {
        String url = wait.detail().path("pollUrl").asText();
        if (url.isEmpty()) {
            return Optional.empty();
        }
        URI address = URI.create(url);
        Optional<String> refusal = guard.refusal(wait.detail().path("project").asText(), address);
        if (refusal.isPresent()) {
            LOG.warn("{} is not asked: {}", wait.key(), refusal.get());
            return Optional.empty();
        }
        return get(address);
    }

    private Optional<JsonNode> get(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("accept", "application/json")
                .header("user-agent", "slipway")
                .GET()
                .build();
        try {
            HttpResponse<String> response =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
            return response.statusCode() == 200 ? answer(response.body()) : Optional.empty();
        } catch (IOException | SlipwayException e) {
            LOG.info("no answer from {}: {}", address.getHost(), e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> answer(String body) {
        JsonNode said = ModelJson.read(body, JsonNode.class);
        if (!OUTCOMES.contains(said.path("outcome").asText())) {
            return Optional.empty();
        }
        ObjectNode answer = ModelJson.mapper().createObjectNode();
        answer.put("outcome", said.path("outcome").asText());
        answer.put("text", said.path("detail").path("text").asText());
        answer.set("detail", said.path("detail").isMissingNode() ? null : said.path("detail"));
        return Optional.of(answer);
    }
}
