package dev.slipway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in the one spelling of RFC 8785. Numbers are whole ones a double holds exactly, because entries have no others and
 * spelling fractions alike is where implementations differ.
 */
public final class CanonicalJson {
    private static final long LARGEST = (1L << 53) - 1;

    private CanonicalJson() {}

    /**
     * @throws IllegalArgumentException for fractions, numbers beyond 2^53 and half surrogate pairs
     */
    public static String write(JsonNode value) {
        StringBuilder out = new StringBuilder(256);
        write(value, out);
        return out.toString();
    }

    private static void write(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value, out);
            case ARRAY -> array(value, out);
            case STRING -> string(value.textValue(), out);
            case NUMBER -> number(value, out);
            case BOOLEAN, NULL -> out.append(value.asText());
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
        }
    }

    private static void object(JsonNode value, StringBuilder out) {
        // Names are ordered by UTF-16 code units, which is the natural order of strings.
        Map<String, JsonNode> members = new TreeMap<>();
        value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            out.append(separator);
            string(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ",";
        }
        out.append('}');
    }

    private static void array(JsonNode value, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (JsonNode element : value) {
            out.append(separator);
            write(element, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void number(JsonNode value, StringBuilder out) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || Math.abs(value.longValue()) > LARGEST) {
            throw new IllegalArgumentException("only whole numbers below 2^53 have one spelling here: " + value);
        }
        out.append(value.longValue());
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int place = 0; place < text.length(); place++) {
            char character = text.charAt(place);
            if (Character.isSurrogate(character)) {
                place = pair(text, place, out);
            } else {
                character(character, out);
            }
        }
        out.append('"');
    }

    private static int pair(String text, int place, StringBuilder out) {
        int codePoint = text.codePointAt(place);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
            throw new IllegalArgumentException("half a surrogate pair has no UTF-8");
        }
        out.appendCodePoint(codePoint);
        return place + 1;
    }

    private static void character(char character, StringBuilder out) {
        switch (character) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (character < ' ') {
                    out.append(String.format("\\u%04x", (int) character));
                } else {
                    out.append(character);
                }
            }
        }
    }
}
