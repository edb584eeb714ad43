package dev.slipway.model.files.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.slipway.model.files.FileKind;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestSchemas {
    @ParameterizedTest
    @EnumSource(FileKind.class)
    void publishedSchemaIsValidDraft202012(FileKind kind) {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        assertThat(factory.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(Schemas.published(kind)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void noObjectLetsUnknownFieldsThrough(FileKind kind) {
        requireClosed(Schemas.published(kind), "");
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void everyRuleOnAValueCanBeSaidInWords(FileKind kind) {
        requireWords(Schemas.of(kind).tree(), "");
    }

    private static void requireClosed(JsonNode node, String at) {
        if (node.path("type").asText().equals("object") && node.has("properties")) {
            assertThat(node.path("additionalProperties")).as(at).hasToString("false");
        }
        children(node, at, TestSchemas::requireClosed);
    }

    private static void requireWords(JsonNode node, String at) {
        if (node.has("pattern") || node.has("minimum") || node.has("maximum")) {
            assertThat(node.path("title").asText()).as(at).isNotEmpty();
        }
        children(node, at, TestSchemas::requireWords);
    }

    private static void children(JsonNode node, String at, java.util.function.BiConsumer<JsonNode, String> check) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            check.accept(entry.getValue(), at + "/" + entry.getKey());
        }
        node.elements().forEachRemaining(item -> {
            if (node.isArray()) {
                check.accept(item, at);
            }
        });
    }
}
