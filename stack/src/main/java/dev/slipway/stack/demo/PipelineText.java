package dev.slipway.stack.demo;

import java.util.ArrayList;
import java.util.List;

/** Edits of the example's pipeline file that a person would make in an editor. */
final class PipelineText {
    private PipelineText() {}

    /** The file without its tasks: everything from {@code tasks:} to the next section. */
    static String withoutTasks(String text) {
        List<String> kept = new ArrayList<>();
        boolean inTasks = false;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("  tasks:")) {
                inTasks = true;
            } else if (inTasks && line.matches("  \\S.*")) {
                inTasks = false;
            }
            if (!inTasks) {
                kept.add(line);
            }
        }
        return String.join("\n", kept);
    }
}
