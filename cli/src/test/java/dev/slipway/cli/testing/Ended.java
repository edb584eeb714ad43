package dev.slipway.cli.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.util.List;

/** How a call of the program ended. */
public record Ended(int code, String out, String err) {
    public List<String> lines() {
        return out.lines().toList();
    }

    /** The last record printed. */
    public JsonNode json() {
        return ModelJson.read(lines().getLast(), JsonNode.class);
    }

    public JsonNode errorJson() {
        return ModelJson.read(err.lines().toList().getLast(), JsonNode.class);
    }
}
