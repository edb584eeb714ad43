package dev.slipway.model.files.reference;

import dev.slipway.model.files.schema.NearMiss;
import dev.slipway.model.files.source.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A string cut into literal text and references; {@code $${} is a literal <code>${</code>.
 *
 * @param parts in order; empty for the empty string
 * @param faults what is wrong with references that are none
 */
public record TemplateText(List<Part> parts, List<Fault> faults) {
    private static final List<String> FORMS = List.of(
            "artifact.name.uri",
            "artifact.name.digest",
            "var.name",
            "infra.output",
            "run.id",
            "run.commit",
            "env.name");

    public TemplateText {
        parts = List.copyOf(parts);
        faults = List.copyOf(faults);
    }

    /** Whether anything in {@code text} has to be looked at. */
    public static boolean mayRefer(String text) {
        return text.contains("${");
    }

    public static TemplateText parse(String text) {
        List<Part> parts = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("${", at);
            if (open < 0) {
                parts.add(new Literal(text.substring(at)));
                break;
            }
            if (open > at && text.charAt(open - 1) == '$') {
                parts.add(new Literal(text.substring(at, open - 1) + "${"));
                at = open + 2;
                continue;
            }
            parts.add(new Literal(text.substring(at, open)));
            at = reference(text, open, parts, faults);
        }
        return new TemplateText(parts.stream().filter(part -> !part.isEmpty()).toList(), faults);
    }

    /** The reference, when the whole string is exactly one. */
    public Optional<Reference> single() {
        return parts.size() == 1 && parts.getFirst() instanceof Named named
                ? Optional.of(named.reference())
                : Optional.empty();
    }

    private static int reference(String text, int open, List<Part> parts, List<Fault> faults) {
        int close = text.indexOf('}', open);
        if (close < 0) {
            faults.add(new Fault("a '${' is not closed by '}'", "write $${ for a literal ${"));
            return text.length();
        }
        String inside = text.substring(open + 2, close);
        Reference.of(inside)
                .ifPresentOrElse(
                        reference -> parts.add(new Named(reference)),
                        () -> faults.add(new Fault(
                                "'${" + Excerpt.of(inside) + "}' is no value reference", suggestion(inside))));
        return close + 1;
    }

    private static String suggestion(String inside) {
        Optional<String> near = inside.contains(".") ? nearForm(inside) : Optional.empty();
        return near.map(form -> "did you mean '${" + form + "}'?")
                .orElse("write ${artifact.<name>.uri|digest}, ${var.<name>}, ${infra.<output>}, ${run.id|commit} or"
                        + " ${env.name}, or $${ for a literal ${");
    }

    /** Keeps the author's own name in the middle and mends what stands around it. */
    private static Optional<String> nearForm(String inside) {
        String[] parts = inside.split("\\.", -1);
        String name = parts[1];
        List<String> forms = FORMS.stream()
                .filter(form -> form.split("\\.").length == parts.length)
                .map(form -> form.startsWith("run.") || form.startsWith("env.")
                        ? form
                        : form.replaceFirst("\\.(name|output)", "." + Matcher.quoteReplacement(name)))
                .toList();
        return NearMiss.of(inside, forms).filter(form -> Reference.of(form).isPresent());
    }

    /** A piece of a string. */
    public sealed interface Part {
        boolean isEmpty();
    }

    /** Text that stays. */
    public record Literal(String text) implements Part {
        @Override
        public boolean isEmpty() {
            return text.isEmpty();
        }
    }

    /** A place a value goes to. */
    public record Named(Reference reference) implements Part {
        @Override
        public boolean isEmpty() {
            return false;
        }
    }

    /** Something that looks like a reference and is none. */
    public record Fault(String message, @Nullable String fix) {}
}
