package dev.slipway.model.files.source;

import dev.slipway.model.Problem;
import dev.slipway.model.files.Parsed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one YAML 1.2 or JSON document of at most {@link #MAX_BYTES}. Only the core schema's types exist; depth, number
 * of values and growth by aliases are capped, duplicate field names are refused.
 */
public final class SourceReader {
    /** Largest file, 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setCodePointLimit(MAX_BYTES)
            .build();

    /** The tree, or what makes the text unreadable. */
    public Parsed<Document> read(byte[] content) {
        if (content.length > MAX_BYTES) {
            return invalid(new Problem("", 0, 0, "the file is larger than 1 MiB", "split it or leave data out of it"));
        }
        String text;
        try {
            text = decode(content);
        } catch (CharacterCodingException e) {
            return invalid(new Problem("", 0, 0, "the file is not text in UTF-8", "save it as UTF-8"));
        }
        return read(text);
    }

    private static Parsed<Document> read(String text) {
        TreeBuilder builder = new TreeBuilder();
        try {
            Iterator<Event> events = new Parse(SETTINGS).parseString(text).iterator();
            for (Event event = next(events, text); event != null; event = next(events, text)) {
                builder.accept(event);
            }
            return builder.finish();
        } catch (SourceStop e) {
            return invalid(e.problem());
        } catch (MarkedYamlEngineException e) {
            return invalid(SyntaxProblems.of(e));
        } catch (ReaderException e) {
            return invalid(SyntaxProblems.of(e, text));
        } catch (YamlEngineException e) {
            return invalid(SyntaxProblems.of(e));
        }
    }

    /** The parser trips over an escape that is cut off by the end of the text or names no character. */
    private static @Nullable Event next(Iterator<Event> events, String text) {
        try {
            return events.hasNext() ? events.next() : null;
        } catch (IllegalArgumentException e) {
            throw new SourceStop(SyntaxProblems.badEscape(text));
        }
    }

    private static String decode(byte[] content) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(content))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Parsed<Document> invalid(Problem problem) {
        return new Parsed.Invalid<>(List.of(problem));
    }
}
