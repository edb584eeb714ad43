package dev.slipway.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.client.FileBody;
import dev.slipway.model.Problem;
import dev.slipway.model.files.FileKind;
import dev.slipway.model.files.FileReader;
import dev.slipway.model.files.Parsed;
import dev.slipway.model.files.schema.NearMiss;
import dev.slipway.model.files.source.Document;
import dev.slipway.model.files.source.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file as it lies on this machine, read and checked without any server.
 *
 * @param name as given on the command line
 * @param kind empty when the file does not say one we know
 * @param parsed its value, or everything wrong with it
 */
record LocalFile(String name, FileBody body, Optional<FileKind> kind, Parsed<?> parsed) {
    private static final String STANDARD_INPUT = "-";
    private static final int MOST = SourceReader.MAX_BYTES + 1;

    /** Reads {@code name}, or standard input for {@code -}. */
    static LocalFile read(String name, InputStream standardInput) throws IOException {
        byte[] content = content(name, standardInput);
        Parsed<Document> document = new SourceReader().read(content);
        Optional<FileKind> kind = document instanceof Parsed.Valid<Document>(Document tree)
                ? kind(tree.root().path("kind"))
                : Optional.empty();
        Parsed<?> parsed = kind.<Parsed<?>>map(known -> new FileReader().read(known, content))
                .orElseGet(() -> unknownKind(document));
        return new LocalFile(
                name.equals(STANDARD_INPUT) ? "(standard input)" : name, FileBody.yaml(content), kind, parsed);
    }

    List<Problem> problems() {
        return parsed.problems();
    }

    private static byte[] content(String name, InputStream standardInput) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return standardInput.readNBytes(MOST);
        }
        if (Files.isDirectory(Path.of(name))) {
            throw new CommandFailure(ExitCode.FAILED, name + " is a folder, not a file");
        }
        // A character too many is enough to be told that the file is too large.
        try (InputStream file = Files.newInputStream(Path.of(name))) {
            return file.readNBytes(MOST);
        }
    }

    private static Optional<FileKind> kind(JsonNode written) {
        return Arrays.stream(FileKind.values())
                .filter(kind -> kind.text().equals(written.asText()))
                .findFirst();
    }

    private static Parsed<?> unknownKind(Parsed<Document> document) {
        return switch (document) {
            case Parsed.Invalid<Document> unreadable -> unreadable;
            case Parsed.Valid<Document>(Document tree) -> {
                JsonNode written = tree.root().path("kind");
                List<String> known =
                        Arrays.stream(FileKind.values()).map(FileKind::text).toList();
                String message = written.isMissingNode()
                        ? "the file does not say its kind"
                        : "there is no kind '" + written.asText() + "'";
                Problem problem = tree.source().problem("/kind", message, NearMiss.fix(written.asText(), known));
                yield new Parsed.Invalid<>(List.of(problem));
            }
        };
    }
}
