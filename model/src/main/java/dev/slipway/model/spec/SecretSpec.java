package dev.slipway.model.spec;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A secret by name, delivered to a task as an environment variable or as a file on tmpfs; exactly one of the two.
 *
 * @param name name in the project's secret store
 * @param env environment variable to set
 * @param file path below the task's {@code secrets} directory
 */
public record SecretSpec(
        String name, @Nullable String env, @Nullable String file) {
    public SecretSpec {
        Objects.requireNonNull(name, "name is null");
    }
}
