package dev.slipway.scheduler.core;

import dev.slipway.model.api.TaskStateView;
import dev.slipway.store.placement.Allocations;
import dev.slipway.store.placement.PlacedAllocation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says for people why an allocation ended badly, from what the agent reported of its tasks. */
final class FailureText {
    private FailureText() {}

    static String of(PlacedAllocation allocation) {
        Map<String, TaskStateView> tasks = Allocations.tasks(allocation.tasks());
        Optional<Map.Entry<String, TaskStateView>> failed = tasks.entrySet().stream()
                .filter(task -> task.getValue().failed())
                .min(Map.Entry.comparingByKey());
        String text = failed.map(task -> task(task.getValue()))
                .or(() -> tasks.values().stream()
                        .map(FailureText::lastMessage)
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElse("no reason was reported");
        return tasks.size() > 1 && failed.isPresent() ? "task " + failed.get().getKey() + ": " + text : text;
    }

    private static String task(TaskStateView task) {
        if (task.oomKilled()) {
            return "out of memory";
        }
        if (timedOut(task)) {
            return "timed out";
        }
        if (task.signal() != null && task.signal() != 0) {
            return "ended by signal " + task.signal();
        }
        if (task.exitCode() != null && task.exitCode() != 0) {
            return "exit code " + task.exitCode();
        }
        return lastMessage(task).orElse("failed without a reason");
    }

    private static boolean timedOut(TaskStateView task) {
        return task.events().stream().anyMatch(event -> {
            String type = event.type().toLowerCase(Locale.ROOT);
            return type.equals("timeout") || type.equals("timed-out") || type.equals("timed out");
        });
    }

    private static Optional<String> lastMessage(TaskStateView task) {
        return task.events().isEmpty()
                ? Optional.empty()
                : Optional.of(task.events().getLast().message()).filter(message -> !message.isBlank());
    }
}
