package dev.slipway.model.files.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A list or mapping that is still being read. */
final class Frame {
    private final ContainerNode<?> node;
    private final String pointer;
    private final @Nullable String anchor;
    private final int valuesBefore;
    private @Nullable String name;
    private int deepest;

    Frame(ContainerNode<?> node, String pointer, @Nullable String anchor, int valuesBefore) {
        this.node = node;
        this.pointer = pointer;
        this.anchor = anchor;
        this.valuesBefore = valuesBefore;
    }

    boolean awaitsName() {
        return node.isObject() && name == null;
    }

    void name(String next) {
        name = next;
    }

    String pointer() {
        return pointer;
    }

    /** Pointer of the value that comes next. */
    String nextPointer() {
        if (awaitsName()) {
            return pointer;
        }
        return name == null ? Pointers.child(pointer, node.size()) : Pointers.child(pointer, name);
    }

    void put(JsonNode value) {
        if (node instanceof ObjectNode object && name != null) {
            object.set(name, value);
            name = null;
        } else if (node instanceof ArrayNode array) {
            array.add(value);
        }
    }

    void sawDepth(int below) {
        deepest = Math.max(deepest, below + 1);
    }

    /** Levels of collections inside this one, itself included. */
    int depth() {
        return Math.max(1, deepest);
    }

    @Nullable
    String anchor() {
        return anchor;
    }

    ContainerNode<?> node() {
        return node;
    }

    int valuesBefore() {
        return valuesBefore;
    }
}
