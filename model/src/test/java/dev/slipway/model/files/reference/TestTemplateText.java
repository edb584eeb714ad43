package dev.slipway.model.files.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.files.reference.Reference.Scope;
import dev.slipway.model.files.reference.TemplateText.Literal;
import dev.slipway.model.files.reference.TemplateText.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestTemplateText {
    @Test
    void cutsTextAndReferences() {
        assertThat(TemplateText.parse("a ${var.x}-${artifact.site.digest} z").parts())
                .containsExactly(
                        new Literal("a "),
                        new Named(new Reference(Scope.VAR, "x", "")),
                        new Literal("-"),
                        new Named(new Reference(Scope.ARTIFACT, "site", "digest")),
                        new Literal(" z"));
    }

    @Test
    void knowsAStringThatIsOneReference() {
        assertThat(TemplateText.parse("${run.commit}").single()).contains(new Reference(Scope.RUN, "commit", ""));
        assertThat(TemplateText.parse(" ${run.commit}").single()).isEmpty();
        assertThat(TemplateText.parse("").single()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "$${var.x},${var.x}",
        "a$${b,a${b",
        "$,$",
        "$$,$$",
        "a$b{c},a$b{c}",
        "$$${x},$${x}",
        "a}b,a}b",
    })
    void keepsLiteralText(String written, String meant) {
        TemplateText text = TemplateText.parse(written);
        StringBuilder literal = new StringBuilder();
        text.parts().forEach(part -> literal.append(((Literal) part).text()));
        assertThat(text.faults()).isEmpty();
        assertThat(literal).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${",
                "${}",
                "${.}",
                "${var}",
                "${var.}",
                "${var.a.b}",
                "${run.name}",
                "${env.id}",
                "${artifact.a}",
                "${artifact.a.size}",
                "${secret.a}",
                "${HOME}",
                "${ var.x }",
                "${var.x",
                "${${var.x}}",
                "${VAR.x}"
            })
    void findsWhatIsNoReference(String written) {
        assertThat(TemplateText.parse(written).faults()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "${artifct.site.uri},did you mean '${artifact.site.uri}'?",
        "${artifact.site.digst},did you mean '${artifact.site.digest}'?",
        "${run.comit},did you mean '${run.commit}'?",
        "${vars.count},did you mean '${var.count}'?",
    })
    void suggestsWhatWasMeant(String written, String fix) {
        assertThat(TemplateText.parse(written).faults().getFirst().fix()).isEqualTo(fix);
    }
}
