package dev.slipway.audit.note;

import static java.util.Objects.requireNonNull;

import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.tree.TreeHead;

/**
 * What a log says about itself: origin, size and root, each on a line (C2SP tlog-checkpoint).
 *
 * @param origin name of the log
 * @param head size and root
 */
public record Checkpoint(String origin, TreeHead head) {
    public Checkpoint {
        requireNonNull(origin, "origin is null");
        requireNonNull(head, "head is null");
        if (origin.isEmpty() || origin.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("not the origin of a log");
        }
    }

    /**
     * Reads the text of a note; further lines are extensions and left alone.
     *
     * @throws IllegalArgumentException when it is no checkpoint
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 4) {
            throw new IllegalArgumentException("a checkpoint has three lines or more");
        }
        return new Checkpoint(lines[0], new TreeHead(size(lines[1]), TreeHash.ofBase64(lines[2])));
    }

    /** The text of the note. */
    public String text() {
        return origin + "\n" + head.size() + "\n" + head.root().base64() + "\n";
    }

    /**
     * A tree size in its one spelling: decimal without sign or leading zeros.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static long size(String text) {
        long size = Long.parseLong(text);
        if (size < 0 || !Long.toString(size).equals(text)) {
            throw new IllegalArgumentException("not a tree size: " + text);
        }
        return size;
    }
}
