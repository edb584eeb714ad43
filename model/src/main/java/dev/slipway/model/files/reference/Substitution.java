package dev.slipway.model.files.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.Problem;
import dev.slipway.model.files.SourceMap;
import dev.slipway.model.files.reference.Lookup.Answer;
import dev.slipway.model.files.source.Pointers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts values in the place of references throughout a tree, once: what is put in is not looked at again. */
public final class Substitution {
    private static final long MAX_TEXT = 4L << 20;
    /** Stands where a value cannot be known yet. */
    private static final String LATER = "later";

    private final Lookup lookup;
    private final SourceMap source;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> later = new HashSet<>();
    private long text;

    public Substitution(Lookup lookup, SourceMap source) {
        this.lookup = lookup;
        this.source = source;
    }

    /** A new tree; {@code node} stays as it is. */
    public JsonNode apply(JsonNode node, String pointer) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                copy.set(entry.getKey(), apply(entry.getValue(), Pointers.child(pointer, entry.getKey())));
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                copy.add(apply(array.get(i), Pointers.child(pointer, i)));
            }
            return copy;
        }
        return node.isTextual() && TemplateText.mayRefer(node.asText()) ? replace(node.asText(), pointer) : node;
    }

    /** What was wrong with references. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Pointers of strings that hold a value that cannot be known yet or is wrong. */
    public Set<String> unknown() {
        return Set.copyOf(later);
    }

    private JsonNode replace(String written, String pointer) {
        TemplateText template = TemplateText.parse(written);
        for (TemplateText.Fault fault : template.faults()) {
            problems.add(source.problem(pointer, fault.message(), fault.fix()));
            later.add(pointer);
        }
        if (template.faults().isEmpty() && template.single().isPresent()) {
            return value(template.single().get(), pointer);
        }
        StringBuilder whole = new StringBuilder();
        for (TemplateText.Part part : template.parts()) {
            whole.append(
                    switch (part) {
                        case TemplateText.Literal literal -> literal.text();
                        case TemplateText.Named named ->
                            value(named.reference(), pointer).asText();
                    });
        }
        return TextNode.valueOf(counted(whole.toString(), pointer));
    }

    private JsonNode value(Reference reference, String pointer) {
        return switch (lookup.find(reference)) {
            case Answer.Known known -> known(known.value(), pointer);
            case Answer.Later ignored -> {
                later.add(pointer);
                yield TextNode.valueOf(LATER);
            }
            case Answer.None none -> {
                problems.add(source.problem(pointer, reference.text() + ": " + none.message(), none.fix()));
                later.add(pointer);
                yield TextNode.valueOf(LATER);
            }
        };
    }

    private JsonNode known(JsonNode value, String pointer) {
        if (value.isContainerNode()) {
            problems.add(source.problem(pointer, "a list or mapping cannot be put into a string", null));
        }
        return value.isTextual() ? TextNode.valueOf(counted(value.asText(), pointer)) : value;
    }

    private String counted(String value, String pointer) {
        boolean fits = text <= MAX_TEXT;
        text += value.length();
        if (text <= MAX_TEXT) {
            return value;
        }
        if (fits) {
            problems.add(source.problem(pointer, "the values put in make more than 4 MiB of text", null));
        }
        return "";
    }
}
