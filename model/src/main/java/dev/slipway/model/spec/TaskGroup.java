package dev.slipway.model.spec;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tasks placed together on one node; one Allocation is one instance of a group.
 *
 * @param name unique in the job
 * @param count wanted instances, 0 and up
 * @param tasks at least one
 * @param networks at most one: mode and named ports
 * @param services what the proxy and other jobs find it by
 * @param restart what the agent does when a task ends, before the scheduler is asked
 */
public record TaskGroup(
        String name,
        int count,
        List<TaskSpec> tasks,
        List<NetworkSpec> networks,
        List<ServiceSpec> services,
        @Nullable RestartSpec restart,
        @Nullable DisconnectSpec disconnect) {
    public TaskGroup {
        Objects.requireNonNull(name, "name is null");
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        networks = networks == null ? List.of() : List.copyOf(networks);
        services = services == null ? List.of() : List.copyOf(services);
    }

    /** Sum over the tasks, in thousandths of a core. */
    public int cpu() {
        return tasks.stream().mapToInt(task -> task.resources().cpu()).sum();
    }

    /** Sum over the tasks, in bytes. */
    public long memory() {
        return tasks.stream()
                .mapToLong(task -> task.resources().memory().bytes())
                .sum();
    }
}
