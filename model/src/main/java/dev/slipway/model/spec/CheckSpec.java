package dev.slipway.model.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A health check the agent runs.
 *
 * @param type http expects status 200 to 399, tcp an accepted connection, script exit code 0 inside the task
 * @param path request path of http, {@code /} when absent
 * @param command program and arguments of script
 * @param interval time between checks, 10 s when absent
 * @param timeout longest wait for one answer, 3 s when absent
 */
public record CheckSpec(Type type, String path, List<String> command, Duration interval, Duration timeout) {
    public CheckSpec {
        Objects.requireNonNull(type, "type is null");
        path = path == null ? "/" : path;
        command = command == null ? List.of() : List.copyOf(command);
        interval = interval == null ? Duration.ofSeconds(10) : interval;
        timeout = timeout == null ? Duration.ofSeconds(3) : timeout;
    }

    /** How a check asks. */
    public enum Type {
        HTTP,
        TCP,
        SCRIPT;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Type of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
