package dev.slipway.model.files.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.files.Parsed;
import dev.slipway.model.files.SourceMap.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSourceReader {
    private final SourceReader reader = new SourceReader();

    @Test
    void readsTheTypesOfTheCoreSchema() {
        assertThat(tree("{a: 1, b: 0x1F, c: 0o17, d: 1.5e2, e: true, f: ~, g: yes, h: '1', i: [x, -3]}"))
                .isEqualTo(json("{'a':1,'b':31,'c':15,'d':150.0,'e':true,'f':null,'g':'yes','h':'1','i':['x',-3]}"));
    }

    @Test
    void readsJsonAsWell() {
        assertThat(tree("{\n\t\"a\": {\"b\": [1, \"\\u00e9\\uD83D\\uDE00\", false, null]}, \"c\\/d\": 1e2}"))
                .isEqualTo(json("{'a':{'b':[1,'\u00e9\uD83D\uDE00',false,null]},'c/d':100.0}"));
    }

    @Test
    void knowsWhereValuesAndNamesStand() {
        Document document = document("a: 1\nlist:\n  - x: 1\n    y:\n      z: [1,\n        22]\n");
        assertThat(document.source().at("/a")).isEqualTo(new Position(1, 4));
        assertThat(document.source().at("/list")).isEqualTo(new Position(2, 1));
        assertThat(document.source().at("/list/0/y")).isEqualTo(new Position(4, 5));
        assertThat(document.source().at("/list/0/y/z/1")).isEqualTo(new Position(6, 9));
        assertThat(document.source().names()).containsEntry("/list/0/y/z", new Position(5, 7));
        assertThat(document.source().at("/list/0/missing/deep")).isEqualTo(new Position(3, 5));
    }

    @Test
    void escapesPointers() {
        Document document = document("a/b: {c~d: 1}");
        assertThat(document.source().values()).containsKey("/a~1b/c~0d");
    }

    @Test
    void refusesTheSameNameTwiceAndSaysWhereTheFirstIs() {
        assertThat(problems("a: 1\nb: {c: 1, c: 2}\na: 3\n"))
                .extracting(problem -> problem.render("f"))
                .containsExactly(
                        "f:2:11: /b: field 'c' stands here a second time, first in line 2; remove one of the two",
                        "f:3:1: field 'a' stands here a second time, first in line 1; remove one of the two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: !!python/object x|is not allowed",
                "a: !<tag:yaml.org,2002:binary> aGk=|is not allowed",
                "a: !local {}|is not allowed",
                "a: .inf|not a number",
                "a: .nan|not a number",
                "a: 1e999|too large",
                "a: 12345678901234567890123456789012345678901|more than 40 digits",
                "a: !!int abc|not a whole number",
                "a: !!bool maybe|not a boolean",
                "a: \"\\0\"|NUL",
                "a: \"\\ud800\"|surrogate",
                "\"\\0\": 1|NUL",
                "? [a]\\n: b|must be plain text",
                "? {a: b}\\n: c|must be plain text",
                "\"\": b|1 to 256 characters",
                "a: *nowhere|alias",
                "a: &x [*x]|names no anchor",
                "&x a: *x|alias",
                "*a : b|",
                "a: b: c|quotes",
                "a: [1, 2|bracket",
                "a: \\tb: c\\n\\td: e|spaces",
                "a: @x|quotes",
                "--- a\\n--- b|one document",
                "a: 'open|",
                "%YAML 9.9\\n--- a|",
            })
    void saysWhatIsWrong(String text, String words) {
        List<Problem> problems = problems(text.replace("\\n", "\n").replace("\\t", "\t"));
        assertThat(problems).isNotEmpty();
        assertThat(problems.getFirst().render("f")).contains(words == null ? "" : words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n", "# only a comment\n", "---\n...\n"})
    void refusesNothing(String text) {
        Parsed<Document> parsed = read(text);
        assertThat(parsed instanceof Parsed.Invalid<Document>
                        || document(text).root().isNull())
                .isTrue();
    }

    @Test
    void saysWhereAnEscapeNamesNoCharacter() {
        for (String text :
                List.of("{\"name\":\"\\u", "a: 1\nb: \"\\u12\"", "a: \"\\UFFFFFFFF\"", "a: \"\\\\\\x\"", "\"\\U")) {
            assertThat(problems(text)).as(text).singleElement().satisfies(problem -> {
                assertThat(problem.line()).isPositive();
                assertThat(problem.column()).isPositive();
                assertThat(problem.message()).startsWith("not valid YAML: ");
            });
        }
        assertThat(problems("a: 1\nb: \"\\\\ \\u"))
                .extracting(problem -> problem.render("f"))
                .containsExactly("f:2:8: not valid YAML: an escape in double quotes names no character; "
                        + "write \\x and 2, \\u and 4, or \\U and 8 hexadecimal digits, at most \\U0010FFFF");
        assertThat(tree("a: \"x\\\\u \\U0001F600\"")).isEqualTo(json("{'a':'x\\\\u \uD83D\uDE00'}"));
    }

    @Test
    void refusesWhatIsTooDeepTooManyOrTooLarge() {
        assertThat(problems("[".repeat(100_000))).extracting(Problem::message).anyMatch(m -> m.contains("deep"));
        assertThat(problems("a: " + "{a: ".repeat(60) + "1" + "}".repeat(60)))
                .extracting(Problem::message)
                .anyMatch(m -> m.contains("deep"));
        assertThat(problems("[" + "1,".repeat(30_000) + "]"))
                .extracting(Problem::message)
                .anyMatch(m -> m.contains("20000 values"));
        assertThat(problems("a: " + "x".repeat(SourceReader.MAX_BYTES)))
                .extracting(Problem::message)
                .containsExactly("the file is larger than 1 MiB");
        assertThat(problems("x".repeat(300) + ": 1")).hasSize(1);
    }

    @Test
    void letsAliasesStandForValues() {
        assertThat(tree("base: &base {cpu: 1}\none: *base\ntwo: {x: &n 5, y: *n}"))
                .isEqualTo(json("{'base':{'cpu':1},'one':{'cpu':1},'two':{'x':5,'y':5}}"));
    }

    @Test
    void stopsAliasesThatMultiply() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1) + ", ";
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(alias.repeat(9))
                    .append("]\n");
        }
        assertThat(problems(bomb.toString())).extracting(Problem::message).anyMatch(m -> m.contains("aliases"));
    }

    @Test
    void stopsAliasesThatDeepen() {
        StringBuilder deep = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 60; i++) {
            deep.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(problems(deep.toString())).extracting(Problem::message).anyMatch(m -> m.contains("deep"));
    }

    @Test
    void refusesBytesThatAreNoText() {
        assertThat(reader.read(new byte[] {'a', ':', ' ', (byte) 0xC3, (byte) 0x28})
                        .problems())
                .extracting(Problem::message)
                .containsExactly("the file is not text in UTF-8");
        assertThat(problems("a: b\nc: \u0007"))
                .extracting(problem -> problem.line() + ":" + problem.column())
                .containsExactly("2:4");
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(tree("\uFEFFa: 1")).isEqualTo(json("{'a':1}"));
    }

    @Test
    void isFastOnHostileInput() {
        long begin = System.nanoTime();
        problems("? ".repeat(SourceReader.MAX_BYTES / 2));
        problems("- ".repeat(SourceReader.MAX_BYTES / 2));
        problems("{".repeat(SourceReader.MAX_BYTES));
        problems("&a ".repeat(SourceReader.MAX_BYTES / 3));
        problems("a: \"" + "\\u0061".repeat(SourceReader.MAX_BYTES / 7));
        problems("\"" + "${".repeat(SourceReader.MAX_BYTES / 3) + "\": 1");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    private Parsed<Document> read(String text) {
        return reader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private Document document(String text) {
        return read(text).orThrow(ErrorCode.VALIDATION_FAILED);
    }

    private JsonNode tree(String text) {
        return json(document(text).root().toString().replace('"', '\''));
    }

    private List<Problem> problems(String text) {
        return read(text).problems();
    }

    private static JsonNode json(String text) {
        return ModelJson.read(text.replace('\'', '"'), JsonNode.class);
    }
}
