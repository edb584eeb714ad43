package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.outbound.OutboundAnswer;
import dev.slipway.activities.outbound.OutboundCall;
import dev.slipway.activities.outbound.OutboundClient;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.run.WaitRow;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks systems that do not call back for their answer. Whatever is not a clear answer is none yet. */
final class HandOverPoll {
    private static final Logger LOG = LoggerFactory.getLogger(HandOverPoll.class);
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);
    private static final Set<String> OUTCOMES = Set.of("passed", "failed");

    private final OutboundClient client;

    HandOverPoll(OutboundClient client) {
        this.client = client;
    }

    /** The answer, when the wait is one that is asked for and the system has one: {@code outcome} passed or failed. */
    Optional<JsonNode> ask(WaitRow wait) {
        String url = wait.detail().path("pollUrl").asText();
        if (url.isEmpty()) {
            return Optional.empty();
        }
        String project = wait.detail().path("project").asText();
        return switch (client.send(project, OutboundCall.get(url, TIMEOUT))) {
            case OutboundAnswer.Received(int status, String body) ->
                status == 200 ? read(wait, body) : Optional.empty();
            case OutboundAnswer.Refused(String why) -> {
                LOG.warn("{} is not asked: {}", wait.key(), why);
                yield Optional.empty();
            }
            case OutboundAnswer.Failed(String why) -> {
                LOG.info("no answer for {}: {}", wait.key(), why);
                yield Optional.empty();
            }
        };
    }

    private static Optional<JsonNode> read(WaitRow wait, String body) {
        try {
            return answer(body);
        } catch (SlipwayException e) {
            LOG.info("no usable answer for {}: {}", wait.key(), e.getMessage());
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
