package dev.slipway.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The three parts of a compact JWS, taken apart strictly before any cryptography.
 *
 * @param header JOSE header, a JSON object without duplicate keys
 * @param claims payload, a JSON object without duplicate keys
 * @param signedText header and payload as they were signed
 * @param signature raw signature
 */
record JsonParts(JsonNode header, JsonNode claims, String signedText, byte[] signature) {
    /** Longest token accepted, in characters. */
    static final int LONGEST = 16 << 10;

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(ModelJson.limits())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static JsonParts of(String token) {
        if (token == null || token.isBlank()) {
            throw new SlipwayException(ErrorCode.TOKEN_MISSING, "no token was presented");
        }
        if (token.length() > LONGEST) {
            throw new SlipwayException(ErrorCode.TOKEN_TOO_LARGE, "the token is longer than 16 KiB");
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw malformed("a token has three parts separated by dots, this one has " + parts.length);
        }
        JsonNode header = object("header", decode("header", parts[0]));
        JsonNode claims = object("payload", decode("payload", parts[1]));
        byte[] signature = decode("signature", parts[2]);
        return new JsonParts(header, claims, parts[0] + "." + parts[1], signature);
    }

    static SlipwayException malformed(String why) {
        return new SlipwayException(ErrorCode.TOKEN_MALFORMED, why);
    }

    /** A string header or claim, refused when it is there with another type. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw malformed("'" + field + "' must be a string that is not empty");
        }
        return value.textValue();
    }

    private static byte[] decode(String part, String text) {
        if (text.indexOf('=') >= 0) {
            throw malformed("the " + part + " has base64 padding");
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SlipwayException(ErrorCode.TOKEN_MALFORMED, "the " + part + " is not base64url", e);
        }
    }

    private static JsonNode object(String part, byte[] bytes) {
        try {
            // Decoded strictly first: a lenient decoder would let two readers see two different texts.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode node = STRICT.readTree(text);
            if (!node.isObject()) {
                throw malformed("the " + part + " is not a JSON object");
            }
            return node;
        } catch (CharacterCodingException e) {
            throw new SlipwayException(ErrorCode.TOKEN_MALFORMED, "the " + part + " is not UTF-8", e);
        } catch (JsonProcessingException e) {
            throw new SlipwayException(
                    ErrorCode.TOKEN_MALFORMED, "the " + part + " is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new SlipwayException(ErrorCode.TOKEN_MALFORMED, "the " + part + " cannot be read", e);
        }
    }
}
