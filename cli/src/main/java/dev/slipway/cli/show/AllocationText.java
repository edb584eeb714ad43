package dev.slipway.cli.show;

import dev.slipway.cli.text.Cell;
import dev.slipway.cli.text.Colour;
import dev.slipway.cli.text.Output;
import dev.slipway.cli.text.Spans;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.TaskStateView;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One allocation with its tasks and what happened to them. */
public final class AllocationText {
    private AllocationText() {}

    public static void print(Output output, AllocationView one, Instant now) {
        output.cells(
                new Cell(one.id() + "  ", Colour.STRONG),
                States.cell(one.clientState().text()),
                Cell.of(", wanted: " + one.desired().text() + ", healthy: " + healthy(one)));
        output.line("  " + one.jobKey() + " group " + one.group() + "/" + one.index() + ", version " + one.version()
                + ", on node " + one.nodeId() + ", " + Spans.ago(one.createdAt(), now));
        new TreeMap<>(one.tasks()).forEach((name, task) -> task(output, name, task, now));
    }

    /** yes, no, or undecided. */
    static String healthy(AllocationView one) {
        if (one.healthy() == null) {
            return "undecided";
        }
        return one.healthy() ? "yes" : "no";
    }

    private static void task(Output output, String name, TaskStateView task, Instant now) {
        output.blank();
        output.cells(Cell.of("task " + name + ": "), States.cell(task.state()), Cell.of(ended(task)));
        if (task.address() != null) {
            output.line("  address " + task.address() + ports(task.ports()));
        }
        task.outputs()
                .forEach(one ->
                        output.line("  left " + one.name() + ", " + Sizes.text(one.size()) + ", " + one.digest()));
        task.events()
                .forEach(event -> output.cells(
                        Cell.faint("  " + Spans.ago(event.at(), now) + "  "),
                        Cell.of(event.type() + " " + event.message())));
    }

    private static String ended(TaskStateView task) {
        StringBuilder text = new StringBuilder(task.failed() ? ", failed" : "");
        if (task.exitCode() != null) {
            text.append(", exit code ").append(task.exitCode());
        }
        if (task.signal() != null) {
            text.append(", signal ").append(task.signal());
        }
        text.append(task.oomKilled() ? ", out of memory" : "");
        text.append(task.restarts() > 0 ? ", " + task.restarts() + " restarts" : "");
        return text.toString();
    }

    private static String ports(Map<String, Integer> ports) {
        return new TreeMap<>(ports)
                .entrySet().stream()
                        .map(port -> ", " + port.getKey() + " " + port.getValue())
                        .collect(Collectors.joining());
    }
}
