package dev.slipway.provisioners.hcl;

import java.util.List;
import java.util.Optional;

/**
 * {@code type "label" { … }}.
 *
 * @param type such as {@code resource}
 * @param labels in order
 * @param body what stands inside
 * @param line from 1
 * @param column from 1
 */
public record Block(String type, List<String> labels, Body body, int line, int column) {
    public Block {
        labels = List.copyOf(labels);
    }

    /** The label at a place, empty text when there is none. */
    public String label(int index) {
        return index < labels.size() ? labels.get(index) : "";
    }

    /** Attributes and blocks of one body, in order. */
    public record Body(List<Attribute> attributes, List<Block> blocks) {
        public Body {
            attributes = List.copyOf(attributes);
            blocks = List.copyOf(blocks);
        }

        public Optional<Attribute> attribute(String name) {
            return attributes.stream()
                    .filter(attribute -> attribute.name().equals(name))
                    .findFirst();
        }
    }
}
