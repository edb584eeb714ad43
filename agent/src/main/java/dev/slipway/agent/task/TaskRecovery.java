package dev.slipway.agent.task;

import dev.slipway.agent.state.TaskRecord;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.TaskHandle;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out where a task stands: from its file, or from the driver when the file is missing or damaged. */
final class TaskRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRecovery.class);

    private TaskRecovery() {}

    static TaskRecord record(TaskPlace place, NodeParts parts, boolean recovering) {
        if (!recovering) {
            return TaskRecord.NEW;
        }
        return parts.state().task(place.allocationId(), place.name()).orElseGet(() -> fromDriver(place, parts));
    }

    private static TaskRecord fromDriver(TaskPlace place, NodeParts parts) {
        try {
            Optional<Integer> newest = parts.driver(place.task().driver()).list().stream()
                    .map(TaskHandle::key)
                    .filter(key -> key.startsWith(place.prefix()))
                    .map(key -> Integer.parseInt(key.substring(place.prefix().length())))
                    .max(Integer::compareTo);
            newest.ifPresent(attempt -> LOG.warn("task {} was found by its key alone, attempt {}", place, attempt));
            return newest.map(attempt -> TaskRecord.NEW.prepared(ports(place)).intent(attempt))
                    .orElse(TaskRecord.NEW);
        } catch (SlipwayException e) {
            LOG.error("the driver of task {} cannot say what runs", place, e);
            return TaskRecord.NEW;
        }
    }

    private static Map<String, Integer> ports(TaskPlace place) {
        try {
            return TaskPorts.choose(place.assignment().group(), place.task().driver());
        } catch (IOException e) {
            LOG.warn("no ports for task {}", place, e);
            return Map.of();
        }
    }
}
