package dev.slipway.model.files.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/** Makes strings, numbers, booleans and null of YAML scalars by the core schema; throws with a reason for people. */
final class ScalarReader {
    private static final int MAX_NUMBER = 40;
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final ScalarResolver resolver = new CoreScalarResolver(false);

    JsonNode read(ScalarEvent event) {
        String text = event.getValue();
        requireStorable(text);
        String tag = event.getTag().orElse("");
        if (tag.isEmpty()) {
            return event.isPlain() ? convert(resolver.resolve(text, true), text) : TextNode.valueOf(text);
        }
        return convert(tag.equals("!") ? Tag.STR : new Tag(tag), text);
    }

    /** Refuses what neither PostgreSQL nor UTF-8 can hold. */
    static void requireStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0) {
                throw new IllegalArgumentException("the character NUL must not stand in a value");
            }
            if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(character)) {
                throw new IllegalArgumentException(
                        "half a character (an unpaired surrogate) must not stand in a value");
            }
        }
    }

    private static JsonNode convert(Tag tag, String text) {
        if (tag.equals(Tag.STR)) {
            return TextNode.valueOf(text);
        }
        if (tag.equals(Tag.NULL)) {
            return NullNode.getInstance();
        }
        if (tag.equals(Tag.BOOL)) {
            return bool(text);
        }
        if (tag.equals(Tag.INT)) {
            return integer(text);
        }
        if (tag.equals(Tag.FLOAT)) {
            return decimal(text);
        }
        throw new IllegalArgumentException("the tag '" + Excerpt.of(tag.getValue()) + "' is not allowed");
    }

    private static JsonNode bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> throw new IllegalArgumentException("'" + Excerpt.of(text) + "' is not a boolean");
        };
    }

    private static JsonNode integer(String text) {
        BigInteger value = new BigInteger(digits(text), radix(text));
        return value.bitLength() < Long.SIZE ? LongNode.valueOf(value.longValueExact()) : BigIntegerNode.valueOf(value);
    }

    private static int radix(String text) {
        if (text.length() > MAX_NUMBER) {
            throw new IllegalArgumentException("a number of more than " + MAX_NUMBER + " digits is not allowed");
        }
        if (DECIMAL.matcher(text).matches()) {
            return 10;
        }
        if (OCTAL.matcher(text).matches()) {
            return 8;
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return 16;
        }
        throw new IllegalArgumentException("'" + Excerpt.of(text) + "' is not a whole number");
    }

    private static String digits(String text) {
        return radix(text) == 10 ? text : text.substring(2);
    }

    private static JsonNode decimal(String text) {
        if (text.length() > MAX_NUMBER || !FLOAT.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + Excerpt.of(text) + "' is not a number Slipway can use");
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("the number '" + text + "' is too large");
        }
        return DoubleNode.valueOf(value);
    }
}
