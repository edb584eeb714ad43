package dev.slipway.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestUsage {
    private final Shell shell = Shell.bare();

    @Test
    void helpOfTheProgramNamesEveryNounAndEveryExitCode() {
        Ended ended = shell.run("--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
        for (Noun noun : Noun.values()) {
            assertThat(ended.out()).contains("  " + noun.word()).contains(noun.summary());
        }
        assertThat(ended.out()).contains("apply", "events", "version", "completion", "Exit codes:");
        assertThat(ended.out()).contains("  0 ", "  1 ", "  2 ", "  3 ", "  4 ", "  5 ");
    }

    @Test
    void helpOfAVerbTellsItsOptionsAndTheGlobalOnes() {
        assertThat(shell.run("run", "start", "--help").out())
                .contains("--commit=<id>", "--artifact=<name=uri@digest>", "--address=<url>", "--json", "Exit codes:");
        assertThat(shell.run("-h", "job", "rollback").code()).isZero();
    }

    @Test
    void wordsThatAreNoCommandAreUsageErrorsWithAHint() {
        assertUsage(shell.run(), "slipway --help");
        assertUsage(shell.run("run"), "slipway run --help");
        assertUsage(shell.run("run", "strat"), "Did you mean: run ");
        assertUsage(shell.run("rum"), "Did you mean: slipway run?");
        assertUsage(shell.run("run", "show"), "<run>");
        assertUsage(shell.run("run", "show", "a/b/1", "c"), "'c'");
        assertUsage(shell.run("run", "start", "--project", "shop"), "--commit");
        assertUsage(shell.run("run", "list", "--state", "sleeping"), "sleeping");
        assertUsage(shell.run("run", "list", "--limit", "many"), "many");
        assertUsage(shell.run("run", "follow", "a/b/1", "--give-up-after", "soon"), "soon");
        assertUsage(shell.run("job", "rollback", "shop/production/web"), "--version");
    }

    @Test
    void namesThatCannotBeAreUsageErrors() {
        for (String run : List.of(
                "",
                "7",
                "shop/web",
                "shop/web/",
                "shop/web/x",
                "shop/web/0",
                "shop/web/-1",
                "Shop/web/1",
                "shop/web/1/2",
                "shop/../1",
                "shop/web/99999999999999999999")) {
            assertUsage(shell.run("run", "show", run), "run");
        }
        for (String job : List.of("web", "a/b", "a/b/c/d/e", "a//c", "a/B/c")) {
            assertUsage(shell.run("job", "show", job), "job");
        }
        assertUsage(shell.run("artifact", "get", "sha256:abc", "-o", "x"), "sha256");
        assertUsage(shell.run("run", "approve", "a/b/1", "--stage", "s", "--digest", "abc"), "sha256");
    }

    @Test
    void addressesThatCannotBeAreUsageErrors() {
        assertUsageOf("http://slipway.example:7400", "use https");
        assertUsageOf("ftp://127.0.0.1", "must begin with");
        assertUsageOf("127.0.0.1:7400", "not an address");
        assertUsageOf("not an address", "not an address");
    }

    private void assertUsageOf(String address, String text) {
        assertThat(shell.run("run", "show", "a/b/1", "--address", address))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.err()).contains(text));
        assertThat(shell.with("SLIPWAY_ADDR", address).run("node", "list").code())
                .isEqualTo(2);
    }

    @Test
    void versionIsTheOneThatWasBuilt() {
        assertThat(shell.run("version").out()).matches("slipway \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void completionIsAScriptThatBashUnderstands(@TempDir Path folder) throws Exception {
        Ended ended = shell.run("completion");
        Path script = Files.writeString(folder.resolve("completion"), ended.out());

        assertThat(ended.code()).isZero();
        assertThat(complete(script, "slipway run st")).contains("start");
        assertThat(complete(script, "slipway secret ")).contains("set", "list", "delete");
    }

    private static List<String> complete(Path script, String line) throws IOException, InterruptedException {
        String words = line + (line.endsWith(" ") ? "''" : "");
        String ask = "source " + script + "; COMP_WORDS=(" + words + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                + "_complete_slipway; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash =
                new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return printed.lines().map(String::strip).toList();
    }

    private static void assertUsage(Ended ended, String text) {
        assertThat(ended.code()).as(ended.err()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("error: ").contains(text).doesNotContain("\tat ");
    }
}
