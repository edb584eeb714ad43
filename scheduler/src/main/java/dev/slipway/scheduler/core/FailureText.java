package dev.slipway.scheduler.core;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.store.placement.Allocations;
import dev.slipway.store.placement.PlacedAllocation;
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
        Optional<String> limit = timedOut(task);
        if (limit.isPresent()) {
            return "timed out" + limit.get();
        }
        if (task.signal() != null && task.signal() != 0) {
            return "ended by signal " + task.signal();
        }
        if (task.exitCode() != null && task.exitCode() != 0) {
            return "exit code " + task.exitCode();
        }
        return lastMessage(task).orElse("failed without a reason");
    }

    /** What follows the code with which agents begin the message of a task that ran too long. */
    private static Optional<String> timedOut(TaskStateView task) {
        String code = ErrorCode.TASK_TIMEOUT.name();
        return lastMessage(task)
                .filter(message -> message.startsWith(code))
                .map(message -> message.substring(code.length()));
    }

    private static Optional<String> lastMessage(TaskStateView task) {
        return task.events().isEmpty()
                ? Optional.empty()
                : Optional.of(task.events().getLast().message()).filter(message -> !message.isBlank());
    }
}
