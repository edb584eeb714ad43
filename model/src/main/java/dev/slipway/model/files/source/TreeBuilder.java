package dev.slipway.model.files.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.slipway.model.Problem;
import dev.slipway.model.files.Parsed;
import dev.slipway.model.files.SourceMap;
import dev.slipway.model.files.SourceMap.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Builds the tree event by event, without recursion, so that no input can exhaust the stack. */
final class TreeBuilder {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_VALUES = 20_000;
    private static final int MAX_NAME = 256;

    private final ScalarReader scalars = new ScalarReader();
    private final Map<String, Position> values = new HashMap<>();
    private final Map<String, Position> names = new HashMap<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Deque<Frame> open = new ArrayDeque<>();
    private @Nullable JsonNode root;
    private int documents;
    private int count;

    void accept(Event event) {
        switch (event.getEventId()) {
            case DocumentStart -> startDocument(event);
            case Alias -> alias((AliasEvent) event);
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart, MappingStart -> start((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> end();
            case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        }
    }

    Parsed<Document> finish() {
        if (root == null) {
            return new Parsed.Invalid<>(List.of(new Problem("", 1, 1, "the file is empty", null)));
        }
        if (!problems.isEmpty()) {
            return new Parsed.Invalid<>(problems);
        }
        return new Parsed.Valid<>(new Document(root, new SourceMap(values, names)));
    }

    private void startDocument(Event event) {
        documents++;
        if (documents > 1) {
            throw stop(event, "a file holds one document", "remove '---' and what follows, or use two files");
        }
    }

    private void scalar(ScalarEvent event) {
        Frame frame = open.peek();
        if (frame != null && frame.awaitsName()) {
            name(frame, event);
            return;
        }
        JsonNode value;
        try {
            value = scalars.read(event);
        } catch (IllegalArgumentException e) {
            problems.add(problem(event, String.valueOf(e.getMessage()), null));
            value = NullNode.getInstance();
        }
        JsonNode read = value;
        grow(event, 1);
        place(event, value, position(event));
        event.getAnchor().map(Anchor::getValue).ifPresent(anchor -> anchors.put(anchor, new Anchored(read, 1, 0)));
    }

    private void name(Frame frame, ScalarEvent event) {
        String name = event.getValue();
        try {
            ScalarReader.requireStorable(name);
        } catch (IllegalArgumentException e) {
            throw stop(event, String.valueOf(e.getMessage()), null);
        }
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw stop(event, "a field name has 1 to " + MAX_NAME + " characters", null);
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw stop(event, "a field name must stand in one line, without control characters", null);
        }
        Position first = names.putIfAbsent(Pointers.child(frame.pointer(), name), position(event));
        if (first != null) {
            problems.add(problem(
                    event,
                    "field '" + Excerpt.of(name) + "' stands here a second time, first in line " + first.line(),
                    "remove one of the two"));
        }
        frame.name(name);
    }

    private void start(CollectionStartEvent event) {
        requireValuePlace(event);
        boolean mapping = event instanceof MappingStartEvent;
        String wanted = mapping ? Tag.MAP.getValue() : Tag.SEQ.getValue();
        event.getTag().filter(tag -> !tag.equals(wanted) && !tag.equals("!")).ifPresent(tag -> {
            throw stop(event, "the tag '" + Excerpt.of(tag) + "' is not allowed", "remove it");
        });
        if (open.size() >= MAX_DEPTH) {
            throw stop(event, "values are nested more than " + MAX_DEPTH + " deep", null);
        }
        int before = count;
        grow(event, 1);
        ContainerNode<?> node = mapping ? JsonNodeFactory.instance.objectNode() : JsonNodeFactory.instance.arrayNode();
        String pointer = place(event, node, start(event, pointerOfNext()));
        open.push(
                new Frame(node, pointer, event.getAnchor().map(Anchor::getValue).orElse(null), before));
    }

    private void end() {
        Frame done = open.pop();
        if (done.anchor() != null) {
            anchors.put(done.anchor(), new Anchored(done.node(), count - done.valuesBefore(), done.depth()));
        }
        Frame around = open.peek();
        if (around != null) {
            around.sawDepth(done.depth());
        }
    }

    private void alias(AliasEvent event) {
        requireValuePlace(event);
        String name = event.getAlias().getValue();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw stop(event, "alias '*" + Excerpt.of(name) + "' names no anchor that ends above it", null);
        }
        if (open.size() + anchored.depth() > MAX_DEPTH) {
            throw stop(event, "values are nested more than " + MAX_DEPTH + " deep", null);
        }
        grow(event, anchored.size());
        place(event, anchored.node(), position(event));
        Frame around = open.peek();
        if (around != null) {
            around.sawDepth(anchored.depth());
        }
    }

    private void requireValuePlace(Event event) {
        Frame frame = open.peek();
        if (frame != null && frame.awaitsName()) {
            throw stop(event, "a field name must be plain text", "write 'name: value'");
        }
    }

    private void grow(Event event, int by) {
        count += by;
        if (count > MAX_VALUES) {
            throw stop(event, "the file holds more than " + MAX_VALUES + " values, aliases counted in full", null);
        }
    }

    private String pointerOfNext() {
        Frame frame = open.peek();
        return frame == null ? "" : frame.nextPointer();
    }

    private String place(Event event, JsonNode value, Position position) {
        String pointer = pointerOfNext();
        values.put(pointer, position);
        Frame frame = open.peek();
        if (frame != null) {
            frame.put(value);
        } else if (root == null) {
            root = value;
        } else {
            throw stop(event, "a file holds one value", null);
        }
        return pointer;
    }

    /** A block collection is found at the name it hangs on, because its own first line is that of its first field. */
    private Position start(CollectionStartEvent event, String pointer) {
        Position own = position(event);
        return event.isFlow() ? own : names.getOrDefault(pointer, own);
    }

    private static Position position(Event event) {
        return event.getStartMark()
                .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(new Position(1, 1));
    }

    private Problem problem(Event event, String message, @Nullable String fix) {
        Position position = position(event);
        return new Problem(pointerOfNext(), position.line(), position.column(), message, fix);
    }

    private SourceStop stop(Event event, String message, @Nullable String fix) {
        return new SourceStop(problem(event, message, fix));
    }

    /**
     * What an alias stands for.
     *
     * @param size values in it, itself included
     * @param depth levels of collections in it
     */
    private record Anchored(JsonNode node, int size, int depth) {}
}
