package dev.slipway.model.spi;

import dev.slipway.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs tasks of one kind on a node. Implementations are thread-safe and keep no state that an agent restart may lose:
 * everything needed to find a task again is outside the agent (cgroup, label, files of the shim).
 */
public interface TaskDriver {
    /** Name used in job files, such as {@code exec}. */
    String name();

    /** What the driver finds on this machine right now. */
    Fingerprint fingerprint();

    /** Everything wrong with a task's {@code config}; empty when it is good. */
    List<Problem> validate(Map<String, Object> config);

    /**
     * Starts a task, once per {@link TaskStart#key()}: a second call with the same key returns the handle of the first,
     * also after a crash between start and return, also when the task has ended since.
     *
     * @throws dev.slipway.model.SlipwayException DRIVER_CONFIG_INVALID, DRIVER_START_FAILED or DRIVER_UNAVAILABLE
     */
    TaskHandle start(TaskStart start);

    /** Finds a task by its key although no handle was ever written. */
    Optional<TaskHandle> find(String key);

    /** Takes up a task again after an agent restart, without touching it. False when nothing of it is left. */
    boolean recover(TaskHandle handle);

    /** Blocks until the task has ended; answers at once, and always the same, when it has. */
    ExitResult await(TaskHandle handle) throws InterruptedException;

    /** Looks without blocking. */
    TaskStatus inspect(TaskHandle handle);

    /** Sends {@code signal}, waits up to {@code grace}, then kills the whole tree; returns when it is gone. */
    void stop(TaskHandle handle, String signal, Duration grace);

    /** Sends a signal to the task's main process, such as {@code SIGHUP}. */
    void signal(TaskHandle handle, String signal);

    /** Runs a command inside the task and returns its exit code and output (at most 64 KiB). */
    ExecResult exec(TaskHandle handle, List<String> command, Duration timeout);

    /** Kills what runs and removes every cgroup, namespace, mount and container of the task; logs and files stay. */
    void destroy(TaskHandle handle);

    /** Handles of every task of this driver found on the machine, known to the agent or not. */
    List<TaskHandle> list();
}
