package dev.slipway.activities;

import dev.slipway.identity.ServiceTokens;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.ServicePrincipals;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.ProblemBody;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StartRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the API for runs in the name of a pipeline's schedules: nobody but the API lets runs in. */
public final class RunDesk {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGEST = 1 << 20;

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
            if (response.statusCode() == 202) {
                return ModelJson.read(response.body(), RunView.class).id();
            }
            throw refusal(response);
        } catch (IOException e) {
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "the API does not answer: " + e, e);
        }
    }

    private static SlipwayException refusal(HttpResponse<String> response) {
        try {
            ProblemBody problem = ModelJson.read(response.body(), ProblemBody.class);
            return new SlipwayException(problem.code(), problem.detail(), problem.problems());
        } catch (SlipwayException | NullPointerException e) {
            return new SlipwayException(
                    ErrorCode.UNAVAILABLE, "the API answered " + response.statusCode() + " without a reason", e);
        }
    }
}
