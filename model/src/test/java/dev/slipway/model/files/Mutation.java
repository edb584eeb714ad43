package dev.slipway.model.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.files.source.SourceReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils valid documents: their bytes, their lines or their tree. The same random numbers spoil in the same way. */
final class Mutation {
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "\t",
            "\n",
            "\r",
            "\0",
            "\u0007",
            "\uFFFE",
            "\uD83D\uDE00",
            "\\",
            "\"",
            "'",
            "`",
            "@",
            "%",
            "#",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            ": ",
            "- ",
            "? ",
            "| ",
            "> ",
            "!",
            "!!str ",
            "!!binary ",
            "!!set ",
            "&a ",
            "*a",
            "<<: *a",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "~",
            "null",
            "true",
            "yes",
            "0",
            "-1",
            "1e400",
            "-1e-400",
            ".inf",
            ".nan",
            "0x",
            "0o9",
            "9999999999999999999999",
            "1.5",
            "${",
            "}",
            "${var.x}",
            "${artifact.a.uri}",
            "$${",
            "${infra.x}",
            "${run.id}",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\\x\"",
            "\"\\U00110000\"",
            "../../etc",
            "/etc",
            "sha256:",
            "https://",
            "http://[::1",
            "http://%zz",
            "999999h",
            "99TiB",
            "1h1h",
            "x".repeat(300));
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1",
            "50",
            "1.5",
            "1e300",
            "12345678901234567890",
            "\"\"",
            "\"a\"",
            "\"${var.count}\"",
            "\"${infra.x}\"",
            "\"${run.id}\"",
            "\"${\"",
            "\"http://a:b@c\"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"-1s\"",
            "\"999999h\"",
            "\"0B\"",
            "\"../x\"",
            "\"refs/heads/*\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[1,1]",
            "{\"name\":\"a\"}",
            "{\"a\":{\"b\":[]}}",
            "[{\"name\":\"a\"},{\"name\":\"a\"}]");

    private final Random random;

    Mutation(Random random) {
        this.random = random;
    }

    byte[] of(String yaml) {
        return switch (random.nextInt(3)) {
            case 0 -> bytes(yaml.getBytes(StandardCharsets.UTF_8));
            case 1 -> lines(yaml);
            default -> tree(yaml);
        };
    }

    private byte[] bytes(byte[] content) {
        byte[] spoiled = content;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(spoiled.length + 1);
            byte[] piece = random.nextInt(4) == 0
                    ? new byte[] {(byte) random.nextInt(256)}
                    : pick(NASTY).getBytes(StandardCharsets.UTF_8);
            int drop = Math.min(spoiled.length - at, random.nextInt(3) == 0 ? random.nextInt(20) : 0);
            byte[] next = new byte[spoiled.length - drop + piece.length];
            System.arraycopy(spoiled, 0, next, 0, at);
            System.arraycopy(piece, 0, next, at, piece.length);
            System.arraycopy(spoiled, at + drop, next, at + piece.length, spoiled.length - at - drop);
            spoiled = next;
        }
        return spoiled;
    }

    private byte[] lines(String yaml) {
        List<String> lines = new ArrayList<>(Arrays.asList(yaml.split("\n")));
        for (int i = random.nextInt(3); i >= 0 && !lines.isEmpty(); i--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(6)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, line);
                case 2 -> lines.set(at, " ".repeat(random.nextInt(4)) + line);
                case 3 -> lines.set(at, line.strip());
                case 4 ->
                    lines.set(
                            at,
                            line.replaceFirst(
                                    ":.*",
                                    ": " + pick(NASTY).replace("\\", "\\\\").replace("$", "\\$")));
                default -> lines.subList(at, lines.size()).clear();
            }
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] tree(String yaml) {
        JsonNode root = new SourceReader()
                .read(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow(ErrorCode.VALIDATION_FAILED)
                .root()
                .deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<ContainerNode<?>> holders = new ArrayList<>();
            collect(root, holders);
            spoil(holders.get(random.nextInt(holders.size())));
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void spoil(ContainerNode<?> holder) {
        JsonNode value = value();
        if (holder instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name =
                    names.isEmpty() || random.nextInt(6) == 0 ? pick(NASTY) : names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else if (holder instanceof ArrayNode array) {
            if (array.isEmpty() || random.nextInt(3) == 0) {
                array.add(array.isEmpty() || random.nextBoolean() ? value : array.get(0));
            } else {
                array.set(random.nextInt(array.size()), value);
            }
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> holders) {
        if (node instanceof ContainerNode<?> holder) {
            holders.add(holder);
            holder.forEach(child -> collect(child, holders));
        }
    }

    private JsonNode value() {
        try {
            return ModelJson.mapper().readTree(pick(VALUES));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
