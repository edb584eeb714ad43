package dev.slipway.stack.idp;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.stack.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Gets tokens the way a CI system does: by client credentials, a fresh one each time. */
public final class DemoTokens {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Installation installation;

    public DemoTokens(Installation installation) {
        this.installation = installation;
    }

    /**
     * A fresh token.
     *
     * @param name one of {@link DemoPerson#ALL}
     * @throws SlipwayException NOT_FOUND for a name nobody has, UNAVAILABLE when the provider does not answer
     */
    public String token(String name) {
        DemoPerson person = DemoPerson.ALL.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.NOT_FOUND,
                        "the demo's identity provider does not know " + name + "; it knows "
                                + DemoPerson.ALL.stream().map(DemoPerson::name).toList()));
        String secret = installation.secrets().read(installation.secrets().token(person.secretName()));
        String form = "grant_type=client_credentials&scope=openid&client_id=" + encode(name) + "&client_secret="
                + encode(secret);
        HttpRequest request = HttpRequest.newBuilder(URI.create(installation.identityProviderUrl() + "/token"))
                .timeout(Duration.ofSeconds(10))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new SlipwayException(
                        ErrorCode.UNAVAILABLE,
                        "the identity provider answered " + response.statusCode() + ": " + response.body());
            }
            return ModelJson.read(response.body(), TokenAnswer.class).access_token();
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.UNAVAILABLE,
                    "the identity provider does not answer; is the stack up (./slipway dev up)?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "interrupted", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What RFC 6749 section 5.1 says comes back, as far as it is needed. */
    private record TokenAnswer(String access_token) {}
}
