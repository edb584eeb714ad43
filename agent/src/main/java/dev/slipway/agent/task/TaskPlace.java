package dev.slipway.agent.task;

import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.spec.TaskSpec;

/**
 * Which task of which allocation.
 *
 * @param assignment of the allocation
 * @param task of its group
 */
record TaskPlace(Assignment assignment, TaskSpec task) {
    String allocationId() {
        return assignment.allocationId();
    }

    String name() {
        return task.name();
    }

    /** Names one start for ever. */
    String key(int attempt) {
        return prefix() + attempt;
    }

    /** What the keys of all its starts begin with. */
    String prefix() {
        return allocationId() + "/" + task.name() + "/";
    }

    @Override
    public String toString() {
        return allocationId() + "/" + task.name();
    }
}
