package dev.slipway.model.files;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import java.util.List;

/** Outcome of holding a pipeline against operators' guards. */
public sealed interface Guarded {
    /** The stages as they hold, or a SlipwayException with every problem. */
    List<EffectiveStage> orThrow();

    /** Everything that is wrong, empty when allowed. */
    List<Problem> problems();

    /** @param stages in the order of the file */
    record Allowed(List<EffectiveStage> stages) implements Guarded {
        public Allowed {
            stages = List.copyOf(stages);
        }

        @Override
        public List<EffectiveStage> orThrow() {
            return stages;
        }

        @Override
        public List<Problem> problems() {
            return List.of();
        }
    }

    /** @param code GUARD_WEAKENED when a floor is weakened, else PIPELINE_INVALID */
    record Refused(ErrorCode code, List<Problem> problems) implements Guarded {
        public Refused {
            problems = List.copyOf(problems);
        }

        @Override
        public List<EffectiveStage> orThrow() {
            String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
            throw new SlipwayException(code, problems.getFirst().message() + more, problems);
        }
    }
}
