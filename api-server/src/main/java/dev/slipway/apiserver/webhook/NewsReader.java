package dev.slipway.apiserver.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.identity.webhook.Delivery;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.PipelineRegistration.Forge;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Reads the bodies of the forges. */
final class NewsReader {
    private static final Set<String> GITLAB_PUSHES = Set.of("push", "tag_push");
    private static final String NOTHING = "0".repeat(40);
    private static final int LONGEST_NAME = 200;

    private NewsReader() {}

    /**
     * @throws SlipwayException MALFORMED_BODY
     */
    static News read(Forge forge, Delivery delivery, byte[] body) {
        JsonNode post = ModelJson.read(new String(body, StandardCharsets.UTF_8), JsonNode.class);
        return switch (forge) {
            case GITHUB, GITEA -> delivery.event().equals("push") ? forgePush(post) : other(delivery.event());
            case GITLAB -> {
                String kind = post.path("object_kind").asText();
                yield GITLAB_PUSHES.contains(kind)
                        ? push(
                                post,
                                post.path("user_username").asText(),
                                post.path("user_id").asText())
                        : other(kind);
            }
            case STANDARD -> {
                String type = post.path("type").asText();
                JsonNode data = post.path("data");
                yield type.equals("push") ? push(data, data.path("by").asText(), "") : other(type);
            }
        };
    }

    private static News forgePush(JsonNode post) {
        JsonNode sender = post.path("sender");
        return push(post, sender.path("login").asText(), sender.path("id").asText());
    }

    private static News push(JsonNode post, String sender, String senderId) {
        String after = text(post, "after");
        if (after.equals(NOTHING)) {
            return new News.Other(text(post, "ref") + " was deleted");
        }
        JsonNode before = post.path("before");
        String by = sender.isBlank() ? "somebody" : sender;
        return new News.Push(
                text(post, "ref"), before.isTextual() ? before.textValue() : null, after, cut(by), cut(senderId));
    }

    private static News other(String event) {
        return new News.Other(event.isBlank() ? "the post does not say what it is about" : cut(event) + " is no push");
    }

    private static String cut(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean;
    }

    private static String text(JsonNode post, String name) {
        if (!post.path(name).isTextual()) {
            throw new SlipwayException(ErrorCode.MALFORMED_BODY, "a push has a text '" + name + "'");
        }
        return post.path(name).textValue();
    }
}
