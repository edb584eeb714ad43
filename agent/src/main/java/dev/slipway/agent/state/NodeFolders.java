package dev.slipway.agent.state;

import java.nio.file.Path;

/**
 * Where everything of one node lies.
 *
 * @param root folder of the node
 */
public record NodeFolders(Path root) {
    public NodeFolders {
        root = root.toAbsolutePath().normalize();
    }

    /** State files, one folder per allocation. */
    public Path state() {
        return root.resolve("state");
    }

    /** The drivers' own records. */
    public Path drivers() {
        return root.resolve("drivers");
    }

    /** Content by digest. */
    public Path artifacts() {
        return root.resolve("artifacts");
    }

    /** Short-lived files. */
    public Path scratch() {
        return root.resolve("scratch");
    }

    /** Where the tmpfs of the node's secrets is mounted. */
    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path allocations() {
        return root.resolve("allocations");
    }

    public Path work(String allocationId, String task) {
        return allocations().resolve(allocationId).resolve(task).resolve("work");
    }

    public Path logs(String allocationId, String task) {
        return allocations().resolve(allocationId).resolve(task).resolve("logs");
    }

    public Path shim(String allocationId, String task) {
        return allocations().resolve(allocationId).resolve(task).resolve("shim");
    }
}
