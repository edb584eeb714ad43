package dev.slipway.provisioners.hcl;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.slipway.model.ModelJson;
import dev.slipway.provisioners.hcl.Token.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON syntax ({@code .tf.json}). Which properties are blocks and how many labels they have is known by name;
 * everything else becomes an attribute whose tokens are those of the same thing in native syntax, so that rules are
 * written once.
 */
final class JsonSyntax {
    private static final Map<String, Integer> TOP_BLOCKS = Map.ofEntries(
            Map.entry("terraform", 0),
            Map.entry("locals", 0),
            Map.entry("moved", 0),
            Map.entry("import", 0),
            Map.entry("removed", 0),
            Map.entry("provider", 1),
            Map.entry("variable", 1),
            Map.entry("output", 1),
            Map.entry("module", 1),
            Map.entry("check", 1),
            Map.entry("resource", 2),
            Map.entry("data", 2),
            Map.entry("ephemeral", 2),
            Map.entry("action", 2),
            Map.entry("list", 2));
    private static final Map<String, Integer> SETTINGS_BLOCKS = Map.of(
            "backend", 1,
            "cloud", 0,
            "encryption", 0,
            "required_providers", 0,
            "provider_meta", 1);
    private static final Map<String, Integer> RESOURCE_BLOCKS = Map.of("provisioner", 1, "dynamic", 1);
    private static final int DEEPEST = 60;

    private JsonSyntax() {}

    static Block.Body parse(String text) throws HclException {
        try (JsonParser parser = ModelJson.mapper().createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new HclException("expected a JSON object", 1, 1);
            }
            Member root = value("", parser, 0);
            if (parser.nextToken() != null) {
                throw new HclException("text after the JSON object", root.line, root.column);
            }
            return body(root, TOP_BLOCKS);
        } catch (IOException e) {
            throw new HclException("not JSON: " + firstLine(e), 1, 1);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static Member value(String name, JsonParser parser, int depth) throws IOException, HclException {
        JsonLocation at = parser.currentTokenLocation();
        if (depth > DEEPEST) {
            throw new HclException("nested too deep", at.getLineNr(), at.getColumnNr());
        }
        Member member = new Member(name, parser.currentToken(), scalar(parser), at.getLineNr(), at.getColumnNr());
        if (member.token == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                member.members.add(value(key, parser, depth + 1));
            }
        } else if (member.token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                member.members.add(value("", parser, depth + 1));
            }
        }
        return member;
    }

    private static String scalar(JsonParser parser) throws IOException {
        return parser.currentToken().isScalarValue() ? parser.getText() : "";
    }

    private static Block.Body body(Member object, Map<String, Integer> blockTypes) throws HclException {
        List<Attribute> attributes = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        for (Member member : object.members) {
            Integer labels = blockTypes.get(member.name);
            if (member.name.equals("//")) {
                continue;
            }
            if (labels != null) {
                addBlocks(member.name, labels, List.of(), member, blocks);
            } else if (blockTypes == TOP_BLOCKS) {
                addBlocks(member.name, 0, List.of(), member, blocks);
            } else {
                attributes.add(new Attribute(member.name, tokens(member), member.line, member.column));
            }
        }
        return new Block.Body(attributes, blocks);
    }

    private static void addBlocks(String type, int labelsLeft, List<String> labels, Member at, List<Block> blocks)
            throws HclException {
        if (at.token == JsonToken.START_ARRAY) {
            for (Member element : at.members) {
                addBlocks(type, labelsLeft, labels, element, blocks);
            }
        } else if (at.token != JsonToken.START_OBJECT) {
            throw new HclException(type + " must be an object", at.line, at.column);
        } else if (labelsLeft == 0) {
            blocks.add(new Block(type, labels, body(at, innerOf(type)), at.line, at.column));
        } else {
            for (Member named : at.members) {
                List<String> more = new ArrayList<>(labels);
                more.add(named.name);
                addBlocks(type, labelsLeft - 1, more, named, blocks);
            }
        }
    }

    private static Map<String, Integer> innerOf(String type) {
        return switch (type) {
            case "terraform" -> SETTINGS_BLOCKS;
            case "check" -> Map.of("data", 2);
            case "resource", "data", "ephemeral", "removed", "action", "list" -> RESOURCE_BLOCKS;
            default -> Map.of();
        };
    }

    private static List<Token> tokens(Member member) throws HclException {
        List<Token> tokens = new ArrayList<>();
        addTokens(member, tokens);
        return tokens;
    }

    private static void addTokens(Member member, List<Token> tokens) throws HclException {
        if (member.token == JsonToken.START_OBJECT || member.token == JsonToken.START_ARRAY) {
            boolean object = member.token == JsonToken.START_OBJECT;
            tokens.add(punctuation(object ? "{" : "[", member));
            for (Member child : member.members) {
                if (object) {
                    tokens.add(key(child));
                    tokens.add(punctuation("=", child));
                }
                addTokens(child, tokens);
                tokens.add(punctuation(",", child));
            }
            tokens.add(punctuation(object ? "}" : "]", member));
        } else if (member.token == JsonToken.VALUE_STRING) {
            tokens.add(HclFiles.template(member.scalar, member.line, member.column));
        } else {
            Kind kind = member.token.isNumeric() ? Kind.NUMBER : Kind.IDENTIFIER;
            tokens.add(Token.of(kind, member.scalar, member.line, member.column));
        }
    }

    private static Token key(Member member) throws HclException {
        return member.name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-')
                ? Token.of(Kind.IDENTIFIER, member.name, member.line, member.column)
                : HclFiles.template(member.name, member.line, member.column);
    }

    private static Token punctuation(String text, Member at) {
        return Token.of(Kind.PUNCTUATION, text, at.line, at.column);
    }

    /** A value with its name and place. */
    private static final class Member {
        private final String name;
        private final JsonToken token;
        private final String scalar;
        private final int line;
        private final int column;
        private final List<Member> members = new ArrayList<>();

        Member(String name, JsonToken token, String scalar, int line, int column) {
            this.name = name;
            this.token = token;
            this.scalar = scalar;
            this.line = line;
            this.column = column;
        }
    }
}
