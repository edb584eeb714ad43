package dev.slipway.provisioners.hcl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestHclFiles {
    @Test
    void readsBlocksLabelsAndArguments() throws HclException {
        Block.Body body = parse("""
                # a comment { "not a block"
                resource "a_b" 'x' {}
                """.replace("'x'", "x"));
        Block block = body.blocks().getFirst();
        assertThat(block.type()).isEqualTo("resource");
        assertThat(block.labels()).containsExactly("a_b", "x");
        assertThat(block.line()).isEqualTo(2);
    }

    @Test
    void commentsAreNotCodeAndStringsAreNotComments() throws HclException {
        Block.Body body = parse("""
                // one { /*
                /* two "
                   resource "hidden" "x" {} */
                a = "# not // a /* comment"
                b = 1 # comment }
                c { d = [1, /* , */ 2] }
                """);
        assertThat(body.attributes()).extracting(Attribute::name).containsExactly("a", "b");
        assertThat(body.attribute("a").orElseThrow().plainString()).contains("# not // a /* comment");
        assertThat(body.blocks()).extracting(Block::type).containsExactly("c");
    }

    @Test
    void heredocsEndAtTheirNameAloneOnALine() throws HclException {
        Block.Body body = parse("""
                a = <<EOT
                resource "hidden" "x" {
                EOT2
                  EOT x
                "
                ${ "}" }
                  EOT
                b = 2
                """);
        assertThat(body.attributes()).extracting(Attribute::name).containsExactly("a", "b");
        assertThat(body.blocks()).isEmpty();
        assertThat(body.attributes().getFirst().expression().getFirst().literal())
                .contains("EOT2", "  EOT x");
    }

    @Test
    void interpolationsAreFollowedWhereverTheyNest() throws HclException {
        Block.Body body = parse("""
                a = "x ${ f({ k = "y ${ g("}") } z" }) } %{ if h() ~} w %{ endif }"
                """);
        assertThat(names(body.attributes().getFirst().expression())).contains("f", "g", "h");
        assertThat(body.attributes().getFirst().expression().getFirst().isPlainString())
                .isFalse();
    }

    @Test
    void escapesAreDecodedAndEscapedInterpolationsAreText() throws HclException {
        assertThat(literal("\"\\u002e\\u002e/\\U00000061\\n\\\"\"")).isEqualTo("../a\n\"");
        assertThat(literal("\"$${f()} %%{g} $x 100%\"")).isEqualTo("${f()} %{g} $x 100%");
    }

    @Test
    void jsonSyntaxGivesTheSameStructure() throws HclException {
        Block.Body body = HclFiles.parseJson("""
                {"//": "comment", "resource": {"a_b": {"x": [{"k": "${f(1)}", "provisioner": {"local-exec": {"command": "id"}}},
                  {"k": {"nested": ["${g()}"]}}]}},
                 "terraform": {"backend": {"s3": {}}}}
                """.getBytes(UTF_8));
        assertThat(body.blocks()).extracting(Block::type).containsExactly("resource", "resource", "terraform");
        assertThat(body.blocks().getFirst().body().blocks().getFirst().label(0)).isEqualTo("local-exec");
        assertThat(names(body.blocks().getFirst().body().attributes().getFirst().expression()))
                .contains("f");
        assertThat(names(body.blocks().get(1).body().attributes().getFirst().expression()))
                .contains("g");
        assertThat(body.blocks().get(2).body().blocks().getFirst().type()).isEqualTo("backend");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = \"$$${f()}\"",
                "a = \"open",
                "a = <<EOT\nno end",
                "a = <<EOT x\nEOT\n",
                "a = \"${ f(\"",
                "/* open",
                "a = \"\\q\"",
                "a = \"\\u12\"",
                "a {",
                "a }",
                "= 1",
                "a \"${b}\" {}",
                "a =",
                "a = (1",
                "a = `x`",
                "a = 1;",
                "\uFEFFa = 1",
                "a = 'x'"
            })
    void whatIsDoubtfulIsAnError(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(HclException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{} {}",
                "{\"resource\": {\"a\": {}}, \"resource\": {}}",
                "{\"resource\": \"x\"}",
                "{\"locals\": {\"x\": \"${\"}}"
            })
    void doubtfulJsonIsAnError(String text) {
        assertThatThrownBy(() -> HclFiles.parseJson(text.getBytes(UTF_8))).isInstanceOf(HclException.class);
    }

    @Test
    void bytesThatAreNotTextAndBottomlessNestingAreErrors() {
        assertThatThrownBy(() -> HclFiles.parseNative(new byte[] {(byte) 0xc3, 0x28}))
                .isInstanceOf(HclException.class);
        assertThatThrownBy(() -> parse("a {".repeat(5000) + "}".repeat(5000))).isInstanceOf(HclException.class);
        assertThatThrownBy(() -> parse("a = " + "\"${".repeat(5000))).isInstanceOf(HclException.class);
        assertThatThrownBy(() -> HclFiles.parseJson(("{\"locals\":" + "[".repeat(5000)).getBytes(UTF_8)))
                .isInstanceOf(HclException.class);
    }

    private static Block.Body parse(String text) throws HclException {
        return HclFiles.parseNative(text.getBytes(UTF_8));
    }

    private static String literal(String expression) throws HclException {
        return parse("a = " + expression).attributes().getFirst().plainString().orElseThrow();
    }

    private static String names(List<Token> tokens) {
        return tokens.stream()
                .map(token -> token.text() + " " + names(token.parts()))
                .collect(Collectors.joining(" "));
    }
}
