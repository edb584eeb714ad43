package dev.slipway.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.session.Environment;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Globals;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The page of commands tells what there is, no less and no more. */
final class TestReadme {
    private static final Path README = Path.of("README.md");
    private static final Pattern EXAMPLE = Pattern.compile(" `(slipway [^`]*)` \\|$");
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    @Test
    void namesEveryCommandWithItsSentence() throws IOException {
        List<String> expected = new ArrayList<>();
        collect(whole(), expected);

        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(rows("| `slipway "))
                .extracting(row -> row.substring(0, row.lastIndexOf(" `slipway ")))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void everyExampleIsOneOfItsCommandAndIsUnderstood() throws IOException {
        for (String row : rows("| `slipway ")) {
            String command = row.split("`", -1)[1];
            Matcher example = EXAMPLE.matcher(row);
            assertThat(example.find()).as(row).isTrue();
            assertThat(example.group(1)).startsWith(command);
            List<String> words = new ArrayList<>();
            WORD.matcher(example.group(1))
                    .results()
                    .forEach(word -> words.add(word.group().replace("\"", "")));
            whole().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        }
    }

    @Test
    void namesEveryExitCode() throws IOException {
        assertThat(Files.readAllLines(README))
                .containsAll(Arrays.stream(ExitCode.values())
                        .map(code -> "| " + code.number() + " | " + code.meaning() + " |")
                        .toList());
    }

    @Test
    void everyOptionOfEveryCommandIsDescribed() {
        assertDescribed(whole());
    }

    private static void assertDescribed(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        command.getCommandSpec()
                .args()
                .forEach(arg -> assertThat(String.join("", arg.description()))
                        .as(name + " " + arg.paramLabel())
                        .isNotBlank());
        command.getSubcommands().values().forEach(TestReadme::assertDescribed);
    }

    private static void collect(CommandLine command, List<String> rows) {
        command.getSubcommands().values().forEach(each -> collect(each, rows));
        if (command.getSubcommands().isEmpty()) {
            String text =
                    String.join(" ", command.getCommandSpec().usageMessage().description());
            rows.add("| `" + command.getCommandSpec().qualifiedName() + "` | " + text + " |");
        }
    }

    private static CommandLine whole() {
        Globals globals = new Globals();
        Streams streams = Streams.ofProcess();
        Session session = new Session(globals, streams, Environment.ofProcess());
        return new Program(globals, session, streams).complete();
    }

    private static List<String> rows(String beginning) throws IOException {
        return Files.readAllLines(README).stream()
                .filter(line -> line.startsWith(beginning))
                .toList();
    }
}
