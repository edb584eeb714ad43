package dev.slipway.test.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Problem;
import dev.slipway.model.files.FileKind;
import dev.slipway.model.files.FileReader;
import dev.slipway.model.files.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files shown to newcomers are valid. */
final class TestExamples {
    private static final Path EXAMPLES = Path.of(System.getProperty("slipway.root"), "examples");

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(EXAMPLES)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void areValid(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Parsed<?> parsed = new FileReader().read(kind(new String(content, StandardCharsets.UTF_8)), content);
        List<String> problems = parsed instanceof Parsed.Invalid<?> invalid
                ? invalid.problems().stream()
                        .map(problem -> render(file, problem))
                        .toList()
                : List.of();
        assertThat(problems).isEmpty();
    }

    private static FileKind kind(String text) {
        return text.lines()
                .filter(line -> line.startsWith("kind: "))
                .map(line -> FileKind.of(line.substring("kind: ".length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static String render(Path file, Problem problem) {
        return problem.render(EXAMPLES.relativize(file).toString());
    }
}
