package dev.slipway.provisioners.plan;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Finds secret values in text, also written as JSON string, base64, URL or hexadecimal, and replaces them. Values of fewer
 * than four characters are found only when they are the whole text.
 */
public final class SecretForms {
    private static final int SHORTEST_INSIDE = 4;

    private final Map<String, String> secretByForm;
    private final List<String> longestFirst;

    /** Forms of every value that is not empty. */
    public SecretForms(Collection<String> secrets) {
        Map<String, String> forms = new LinkedHashMap<>();
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                forms(secret).forEach(form -> forms.putIfAbsent(form, secret));
            }
        }
        this.secretByForm = forms;
        this.longestFirst = forms.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text with each occurrence replaced by what {@code replacement} makes of the secret. */
    public String replace(String text, UnaryOperator<String> replacement) {
        String result = text;
        for (String form : longestFirst) {
            if (form.length() < SHORTEST_INSIDE ? result.equals(form) : result.contains(form)) {
                result = result.replace(form, replacement.apply(secretByForm.getOrDefault(form, form)));
            }
        }
        return result;
    }

    /** The same without values shorter than this. */
    SecretForms atLeast(int length) {
        return new SecretForms(secretByForm.values().stream()
                .filter(secret -> secret.length() >= length)
                .toList());
    }

    /** The text with each occurrence replaced by three asterisks. */
    public String mask(String text) {
        return replace(text, secret -> "***");
    }

    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return List.of(
                secret,
                new String(JsonStringEncoder.getInstance().quoteAsString(secret)),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                HexFormat.of().formatHex(bytes));
    }
}
