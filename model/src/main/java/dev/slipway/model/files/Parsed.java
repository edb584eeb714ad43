package dev.slipway.model.files;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import java.util.List;
import java.util.Objects;

/** Outcome of reading or resolving: the value, or everything that is wrong at once. */
public sealed interface Parsed<T> {
    /** The value, or a SlipwayException with {@code code} and every problem. */
    T orThrow(ErrorCode code);

    /** Everything that is wrong, empty when valid. */
    List<Problem> problems();

    /** A value that holds every rule. */
    record Valid<T>(T value) implements Parsed<T> {
        public Valid {
            Objects.requireNonNull(value, "value is null");
        }

        @Override
        public T orThrow(ErrorCode code) {
            return value;
        }

        @Override
        public List<Problem> problems() {
            return List.of();
        }
    }

    /** At least one problem. */
    record Invalid<T>(List<Problem> problems) implements Parsed<T> {
        public Invalid {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("invalid without a problem");
            }
        }

        @Override
        public T orThrow(ErrorCode code) {
            String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
            throw new SlipwayException(code, problems.getFirst().message() + more, problems);
        }
    }
}
