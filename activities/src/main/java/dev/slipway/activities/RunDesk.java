package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.identity.ServiceTokens;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.ServicePrincipals;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.StartRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;

/** Asks the API for runs in the name of a pipeline's schedules: nobody but the API lets runs in. */
public final class RunDesk {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGEST = 1 << 20;
    private static final int ACCEPTED = 202;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI api;
    private final ServiceTokens tokens;

    /** @param api base address of the API */
    public RunDesk(URI api, ServiceTokens tokens) {
        this.api = api;
        this.tokens = tokens;
    }

    /**
     * The id of the run the API started for this key, now or before.
     *
     * @throws SlipwayException the API's refusal, or UNAVAILABLE when it did not answer as it should
     */
    String ask(String project, String pipeline, StartRun run, String key) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        api.resolve("/v1/projects/" + project + "/pipelines/" + pipeline + "/runs"))
                .timeout(TIMEOUT)
                .header("authorization", "Bearer " + tokens.sign(ServicePrincipals.schedule(project, pipeline)))
                .header("idempotency-key", key)
                .header("content-type", "application/json")
                .header("user-agent", "slipway")
                .POST(BodyPublishers.ofString(ModelJson.write(run)))
                .build();
        try {
            HttpResponse<String> response =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
            JsonNode said = json(response.body());
            if (response.statusCode() == ACCEPTED && said.path("id").isTextual()) {
                return said.path("id").textValue();
            }
            throw refusal(response.statusCode(), said);
        } catch (IOException e) {
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "the API does not answer: " + e, e);
        }
    }

    /** A proxy in between may answer with anything. */
    private static JsonNode json(String body) {
        try {
            return ModelJson.read(body, JsonNode.class);
        } catch (SlipwayException e) {
            return MissingNode.getInstance();
        }
    }

    private static SlipwayException refusal(int status, JsonNode problem) {
        String code = problem.path("code").asText();
        String detail = problem.path("detail").asText("without a reason");
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(code))
                .findFirst()
                .map(known -> new SlipwayException(known, detail))
                .orElseGet(() ->
                        new SlipwayException(ErrorCode.UNAVAILABLE, "the API answered " + status + ": " + detail));
    }
}
