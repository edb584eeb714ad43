package dev.slipway.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the Rego tests of each bundle with the real OPA and holds the rules to their form. */
class TestRego {
    private static final Path TESTS = Path.of("src/test/rego").toAbsolutePath();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {PolicyBundles.INTERNAL, PolicyBundles.EXTERNAL})
    void everyRegoTestPassesAndCoversTheRules(String bundle) throws Exception {
        PolicyBundles.extract(folder);
        List<String> sources = List.of(
                folder.resolve(bundle).toString(),
                TESTS.resolve("shared").toString(),
                TESTS.resolve(bundle).toString());
        Ran tests = opa("test", sources, "--verbose");
        assertThat(tests.exitCode()).as(tests.output()).isZero();
        assertThat(tests.output()).contains("PASS: ").doesNotContain("SKIPPED");

        JsonNode files = ModelJson.read(
                        opa("test", sources, "--coverage", "--format=json").output(), JsonNode.class)
                .path("files");
        assertThat(covered(files)).as("percent of rule lines covered: " + files).isGreaterThanOrEqualTo(95);
    }

    @ParameterizedTest
    @ValueSource(strings = {PolicyBundles.INTERNAL, PolicyBundles.EXTERNAL})
    void everyBundleCompilesUnderTheStrictRules(String bundle) throws Exception {
        PolicyBundles.extract(folder);
        Ran check = opa("check", List.of(folder.resolve(bundle).toString()), "--strict");
        assertThat(check.exitCode()).as(check.output()).isZero();
    }

    @Test
    void everyFileIsFormatted() throws Exception {
        Ran format = opa("fmt", List.of("src/main/rego", "src/test/rego"), "--list");
        assertThat(format.output()).isBlank();
    }

    private static double covered(JsonNode files) {
        double yes = 0;
        double no = 0;
        for (Map.Entry<String, JsonNode> file : files.properties()) {
            if (!file.getKey().endsWith("_test.rego")) {
                yes += file.getValue().path("covered_lines").asInt();
                no += file.getValue().path("not_covered_lines").asInt();
            }
        }
        return 100 * yes / (yes + no);
    }

    private record Ran(int exitCode, String output) {}

    private static Ran opa(String verb, List<String> paths, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(OpaProgram.find().toString(), verb));
        command.addAll(List.of(options));
        command.addAll(paths);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
