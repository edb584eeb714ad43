package dev.slipway.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.PolicyAnswer.Allow;
import dev.slipway.model.spi.PolicyAnswer.Deny;
import dev.slipway.model.spi.PolicyAnswer.Unavailable;
import dev.slipway.model.spi.PolicyEngine;
import dev.slipway.model.spi.PolicyQuestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every value of every complying document is replaced by values of other types: the answer is a decision each time, since
 * a rule that breaks on an odd input would make policy unavailable for whoever sends it.
 */
class TestInputsOfEveryShape {
    private static final List<String> REPLACEMENTS =
            List.of("null", "7", "\"\"", "\"odd\"", "[]", "[null]", "{}", "true");

    @TempDir
    private Path folder;

    @Test
    void oddValuesAreDecidedNotTrippedOver() throws Exception {
        try (OpaServer internal = OpaServer.start(folder.resolve("i"), PolicyBundles.INTERNAL);
                OpaServer external = OpaServer.start(folder.resolve("e"), PolicyBundles.EXTERNAL);
                OpaEngine inside = new OpaEngine(internal.settings("internal"));
                OpaEngine outside = new OpaEngine(external.settings("external"))) {
            List<String> trips = new ArrayList<>();
            int asked = 0;
            for (PolicyQuestion question : List.of(
                    Questions.trigger(),
                    Questions.withToken(Questions.trigger()),
                    Questions.authorise(),
                    Questions.action(),
                    Questions.apply(),
                    Questions.read())) {
                asked += oddities(question, trips, inside);
            }
            asked += oddities(Questions.admission(), trips, inside, outside);
            System.out.println("policy: " + asked + " odd inputs decided");
            assertThat(trips).isEmpty();
            assertThat(asked).isGreaterThan(500);
        }
    }

    private static int oddities(PolicyQuestion question, List<String> trips, PolicyEngine... engines) {
        int asked = 0;
        for (JsonPointer place : places(question.input())) {
            for (String replacement : REPLACEMENTS) {
                JsonNode odd = replaced(question.input(), place, ModelJson.read(replacement, JsonNode.class));
                for (PolicyEngine engine : engines) {
                    check(engine, new PolicyQuestion(question.name(), odd), place + " = " + replacement, trips);
                    asked++;
                }
            }
        }
        return asked;
    }

    private static void check(PolicyEngine engine, PolicyQuestion question, String what, List<String> trips) {
        switch (engine.ask(question)) {
            case Allow allow -> assertThat(allow.revision()).isNotBlank();
            case Deny deny -> assertThat(deny.reasons()).isNotEmpty();
            case Unavailable unavailable ->
                trips.add(engine.name() + " " + question.name() + " " + what + ": " + unavailable);
        }
    }

    private static List<JsonPointer> places(JsonNode document) {
        List<JsonPointer> places = new ArrayList<>();
        collect(document, JsonPointer.empty(), places);
        return places;
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> add(entry.getValue(), at.appendProperty(entry.getKey()), places));
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                add(array.get(i), at.appendIndex(i), places);
            }
        }
    }

    private static void add(JsonNode node, JsonPointer at, List<JsonPointer> places) {
        places.add(at);
        collect(node, at, places);
    }

    private static JsonNode replaced(JsonNode document, JsonPointer place, JsonNode value) {
        JsonNode copy = document.deepCopy();
        ContainerNode<?> parent = (ContainerNode<?>) copy.at(place.head());
        if (parent instanceof ObjectNode object) {
            object.set(place.last().getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode array) {
            array.set(place.last().getMatchingIndex(), value);
        }
        return copy;
    }
}
