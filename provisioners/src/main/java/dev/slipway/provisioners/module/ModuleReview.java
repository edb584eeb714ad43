package dev.slipway.provisioners.module;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the policy found.
 *
 * @param problems every finding; the field is the file relative to the module's folder
 * @param variables input variables the root module declares
 * @param preset variables that files of the module set by themselves
 */
public record ModuleReview(List<Problem> problems, Set<String> variables, Set<String> preset) {
    public ModuleReview {
        problems = List.copyOf(problems);
        variables = Set.copyOf(variables);
        preset = Set.copyOf(preset);
    }

    /**
     * @throws SlipwayException MODULE_REFUSED with all problems when there are any
     */
    public ModuleReview require() {
        if (!problems.isEmpty()) {
            String text = problems.stream()
                    .limit(20)
                    .map(problem -> problem.field() + ":" + problem.line() + ": " + problem.message())
                    .collect(Collectors.joining("; "));
            throw new SlipwayException(ErrorCode.MODULE_REFUSED, "the module is refused: " + text, problems);
        }
        return this;
    }
}
