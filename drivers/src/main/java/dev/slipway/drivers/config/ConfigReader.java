package dev.slipway.drivers.config;

import dev.slipway.model.Durations;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads typed values out of a task's {@code config} and gathers everything that is wrong with it. */
public final class ConfigReader {
    private final Map<String, Object> config;
    private final List<String> known;
    private final List<Problem> problems = new ArrayList<>();

    /** Names outside {@code known} are problems of their own, each with the nearest known name. */
    public ConfigReader(Map<String, Object> config, List<String> known) {
        this.config = config;
        this.known = List.copyOf(known);
        config.keySet().stream().filter(name -> !known.contains(name)).sorted().forEach(this::unknown);
    }

    public boolean has(String name) {
        return config.containsKey(name);
    }

    /** A text, or empty when the name is absent. */
    public Optional<String> text(String name) {
        Object value = config.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            problem(name, "must be a text");
            return Optional.empty();
        }
        if (text.indexOf('\0') >= 0) {
            problem(name, "must not contain a NUL character");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** A text that must be there and not be blank. */
    public String requiredText(String name) {
        if (!config.containsKey(name)) {
            problem(name, "is missing");
            return "";
        }
        String text = text(name).orElse("");
        if (config.get(name) instanceof String && text.isBlank() && problems.isEmpty()) {
            problem(name, "must not be empty");
        }
        return text;
    }

    public boolean flag(String name, boolean absent) {
        Object value = config.get(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        problem(name, "must be true or false");
        return absent;
    }

    /** A whole number within the limits, both included. */
    public long number(String name, long least, long most, long absent) {
        Object value = config.get(name);
        if (value == null) {
            return absent;
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        if (!whole) {
            problem(name, "must be a whole number");
            return absent;
        }
        long number = ((Number) value).longValue();
        if (number < least || number > most) {
            problem(name, "must be between " + least + " and " + most);
            return absent;
        }
        return number;
    }

    /** A duration such as {@code 500ms}, or empty when the name is absent. */
    public Optional<Duration> duration(String name) {
        Object value = config.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Durations.parse(value.toString()));
        } catch (SlipwayException e) {
            problem(name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** A list of texts, empty when the name is absent. */
    public List<String> texts(String name) {
        Object value = config.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            problem(name, "must be a list of texts");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            if (list.get(index) instanceof String text && text.indexOf('\0') < 0) {
                texts.add(text);
            } else {
                problem(name + "[" + index + "]", "must be a text without NUL characters");
            }
        }
        return List.copyOf(texts);
    }

    /** Adds a problem of a value. */
    public void problem(String name, String message) {
        problems.add(Problem.of("config." + name, message));
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Throws DRIVER_CONFIG_INVALID with every problem when there is one. */
    public void requireGood(String driver) {
        if (!problems.isEmpty()) {
            throw new SlipwayException(
                    ErrorCode.DRIVER_CONFIG_INVALID,
                    "the configuration of driver " + driver + " is not valid: "
                            + problems.getFirst().render("task"),
                    problems);
        }
    }

    private void unknown(String name) {
        String fix = known.stream()
                .filter(candidate -> EditDistance.between(candidate, name) <= 2)
                .findFirst()
                .map(candidate -> "write " + candidate)
                .orElse("known are " + String.join(", ", known));
        problems.add(new Problem("config." + name, 0, 0, "is not known to this driver", fix));
    }
}
