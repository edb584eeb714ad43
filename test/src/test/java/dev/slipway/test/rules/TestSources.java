package dev.slipway.test.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every hand-written file of the project keeps to. */
final class TestSources {
    private static final int LONGEST_FILE = 500;
    private static final int LONGEST_MEDIAN = 70;
    private static final Pattern LEFT_OPEN = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|HA" + "CK)\\b|\\bX" + "XX\\b");
    private static final Pattern HABITS =
            Pattern.compile("Thread\\.sl" + "eep|@Dis" + "abled|Mock" + "ito|@Mo" + "ck\\b|assumeTrue\\(fal" + "se");
    private static final Pattern STYLE =
            Pattern.compile("(^|[^A-Za-z_.\"])va" + "r [a-zA-Z_]+ *[=:]|import lom" + "bok");

    private static final Path ROOT = Path.of(System.getProperty("slipway.root"));
    private static List<Path> files;

    @BeforeAll
    static void find() throws IOException {
        files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(ROOT)) {
            all.filter(Files::isRegularFile).filter(TestSources::handWritten).forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(300);
    }

    @Test
    void noFileIsLongerThanOneSitting() throws IOException {
        List<String> tooLong = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        for (Path file : files) {
            long lines = Files.readString(file).lines().count();
            if (lines > LONGEST_FILE) {
                tooLong.add(ROOT.relativize(file) + " has " + lines + " lines");
            }
            if (file.toString().endsWith(".java") && file.toString().contains("/src/main/")) {
                lengths.add(lines);
            }
        }
        assertThat(tooLong).isEmpty();
        lengths.sort(Long::compare);
        assertThat(lengths.get(lengths.size() / 2)).isLessThanOrEqualTo(LONGEST_MEDIAN);
    }

    @Test
    void nothingIsLeftOpenSleptThroughOrSwitchedOff() throws IOException {
        assertThat(linesThatMatch(LEFT_OPEN)).isEmpty();
        assertThat(linesThatMatch(HABITS)).isEmpty();
        assertThat(linesThatMatch(STYLE)).isEmpty();
    }

    private static List<String> linesThatMatch(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (pattern.matcher(line).find()) {
                    found.add(ROOT.relativize(file) + ":" + number + ": " + line.strip());
                }
            }
        }
        return found;
    }

    private static boolean handWritten(Path file) {
        String path = ROOT.relativize(file).toString();
        if (path.contains("target/") || path.startsWith(".")) {
            return false;
        }
        return path.endsWith(".java") || path.endsWith(".rego") || path.endsWith(".sh") || path.equals("slipway");
    }
}
