package dev.slipway.model.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The full examples of the documentation, one per kind. */
final class Examples {
    private Examples() {}

    static Path page(FileKind kind) {
        String name = kind.text().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        return Path.of(System.getProperty("slipway.root"), "docs/files", name + ".md");
    }

    /** The first YAML block of the kind's page. */
    static String of(FileKind kind) {
        String page = text(page(kind));
        int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String... lines) {
        return String.join("\n", Arrays.asList(lines)).getBytes(StandardCharsets.UTF_8);
    }
}
