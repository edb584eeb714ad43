package dev.slipway.cli.session;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a command knows of its surroundings.
 *
 * @param variables environment variables
 * @param clock for ages and limits
 */
public record Environment(Map<String, String> variables, Clock clock) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    public static Environment ofProcess() {
        return new Environment(System.getenv(), Clock.systemUTC());
    }

    /** A variable that is set and not blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
