package dev.slipway.stack.idp;

import dev.slipway.stack.SecretFiles;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import okhttp3.Headers;

/** Answers token requests without the right client secret; the others go on to the provider. */
final class ClientSecretCheck implements Route {
    private static final int UNAUTHORIZED = 401;

    private final SecretFiles secrets;

    ClientSecretCheck(SecretFiles secrets) {
        this.secrets = secrets;
        DemoPerson.ALL.forEach(person -> secrets.token(person.secretName()));
    }

    @Override
    public boolean match(OAuth2HttpRequest request) {
        return request.getMethod().equals("POST") && !authentic(form(request.getBody()));
    }

    @Override
    public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
        return new OAuth2HttpResponse(
                Headers.of("content-type", "application/json"), UNAUTHORIZED, "{\"error\":\"invalid_client\"}", null);
    }

    private boolean authentic(Map<String, String> form) {
        return DemoPerson.ALL.stream()
                .filter(person -> person.name().equals(form.get("client_id")))
                .anyMatch(person -> same(secrets.read(secrets.token(person.secretName())), form.get("client_secret")));
    }

    private static boolean same(String expected, @org.jspecify.annotations.Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> form(@org.jspecify.annotations.Nullable String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : (body == null ? "" : body).split("&")) {
            String[] words = pair.split("=", 2);
            form.put(decode(words[0]), words.length > 1 ? decode(words[1]) : "");
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
