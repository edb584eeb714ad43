package dev.slipway.audit.witness;

import dev.slipway.audit.note.Checkpoint;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a witness over HTTP. */
public final class WitnessClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI address;

    /** @param base address of the witness without a path */
    public WitnessClient(URI base) {
        this.address = base.resolve("/add-checkpoint");
    }

    /**
     * @throws SlipwayException UNAVAILABLE when the witness does not answer
     */
    public WitnessAnswer add(AddCheckpoint request) {
        HttpRequest post = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(request.body()))
                .build();
        try {
            HttpResponse<String> response = http.send(post, HttpResponse.BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 200 -> new WitnessAnswer.Cosigned(response.body().strip());
                case 409 ->
                    new WitnessAnswer.Behind(Checkpoint.size(response.body().strip()));
                default ->
                    new WitnessAnswer.Refused(
                            response.statusCode(), response.body().strip());
            };
        } catch (IOException | NumberFormatException e) {
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "the witness at " + address + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "interrupted while asking the witness", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
