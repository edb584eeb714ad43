package dev.slipway.provisioners;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Provisioner.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Asks our state back end for the serial of a state. */
final class StateClient {
    static final String USER = "slipway";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /**
     * Serial of the latest state, 0 when there is none.
     *
     * @throws SlipwayException STATE_TOKEN_REFUSED, UNAVAILABLE
     */
    long serial(Workspace workspace) throws InterruptedException {
        String credentials = USER + ":" + workspace.stateToken();
        HttpRequest request = HttpRequest.newBuilder(URI.create(workspace.stateUrl()))
                .timeout(TIMEOUT)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> response;
        try {
            response = client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "the state back end cannot be reached", e);
        }
        return switch (response.statusCode()) {
            case 200 ->
                ModelJson.read(response.body(), JsonNode.class).path("serial").asLong();
            case 204, 404 -> 0;
            case 401, 403 ->
                throw new SlipwayException(ErrorCode.STATE_TOKEN_REFUSED, "the state back end refuses the state token");
            default ->
                throw new SlipwayException(
                        ErrorCode.UNAVAILABLE, "the state back end answers " + response.statusCode());
        };
    }
}
