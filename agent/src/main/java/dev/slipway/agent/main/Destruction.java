package dev.slipway.agent.main;

import dev.slipway.agent.content.SecretsFolder;
import dev.slipway.agent.node.NodeSettings;
import dev.slipway.agent.state.AllocationRecord;
import dev.slipway.agent.state.Folders;
import dev.slipway.agent.state.NodeFolders;
import dev.slipway.agent.state.Phase;
import dev.slipway.agent.state.StateStore;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.TaskDriver;
import dev.slipway.model.spi.TaskHandle;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops and removes everything an agent has running on this machine. Who the nodes are stays, and so does what they know
 * of allocations that ended: after the next start the server's list decides what runs again.
 */
final class Destruction {
    private static final Logger LOG = LoggerFactory.getLogger(Destruction.class);
    private final AgentConfiguration configuration;

    Destruction(AgentConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Number of tasks that could not be removed. */
    int run() throws InterruptedException {
        AtomicInteger failed = new AtomicInteger();
        for (NodeSettings node : configuration.nodes()) {
            NodeFolders folders = Agent.folders(configuration, node);
            StateStore state = new StateStore(folders.state(), Clock.systemUTC());
            List<Thread> removals = new ArrayList<>();
            for (TaskDriver driver : Agent.allDrivers(configuration, node)) {
                for (TaskHandle handle : list(driver, state, failed)) {
                    removals.add(Thread.ofVirtual().start(() -> remove(driver, handle, failed)));
                }
            }
            for (Thread removal : removals) {
                removal.join();
            }
            forgetRunning(state);
            Folders.delete(folders.allocations());
            Folders.delete(folders.scratch());
            SecretsFolder.destroy(folders.secrets());
        }
        return failed.get();
    }

    /** A driver that is not there can have nothing running, unless the node remembers that it has. */
    private static List<TaskHandle> list(TaskDriver driver, StateStore state, AtomicInteger failed) {
        try {
            return driver.list();
        } catch (SlipwayException e) {
            boolean used = state.allocations().stream()
                    .filter(allocation -> !ended(allocation, state))
                    .flatMap(allocation -> allocation.assignment().group().tasks().stream())
                    .anyMatch(task -> task.driver().equals(driver.name()));
            if (used) {
                LOG.error("driver {} cannot say what runs, so its tasks cannot be removed", driver.name(), e);
                failed.incrementAndGet();
            }
            return List.of();
        }
    }

    private static void remove(TaskDriver driver, TaskHandle handle, AtomicInteger failed) {
        try {
            driver.destroy(handle);
        } catch (SlipwayException | UncheckedIOException e) {
            LOG.error("task {} cannot be removed", handle.key(), e);
            failed.incrementAndGet();
        }
    }

    private static void forgetRunning(StateStore state) {
        state.allocations().stream()
                .filter(allocation -> !ended(allocation, state))
                .forEach(allocation -> state.delete(allocation.id()));
    }

    private static boolean ended(AllocationRecord allocation, StateStore state) {
        return allocation.assignment().group().tasks().stream()
                .allMatch(task -> state.task(allocation.id(), task.name())
                        .filter(known -> known.phase() == Phase.DEAD)
                        .isPresent());
    }
}
