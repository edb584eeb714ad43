package dev.slipway.cli.show;

import dev.slipway.cli.text.Cell;
import dev.slipway.cli.text.Colour;
import dev.slipway.cli.text.Output;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server or a check found wrong. */
public final class ProblemText {
    private ProblemText() {}

    static void print(
            Output output, ErrorCode code, String message, List<Problem> problems, @Nullable String requestId) {
        output.cells(new Cell("error: ", Colour.BAD), Cell.of(message + " "), Cell.faint("[" + code + "]"));
        for (Problem problem : problems) {
            output.line("  " + headline(problem));
            if (problem.fix() != null) {
                hint(output, problem.fix());
            }
        }
        if (requestId != null) {
            output.cells(Cell.faint("  request id: " + requestId));
        }
    }

    /** As a compiler would: {@code file:line:column: message; fix}. */
    public static void ofFile(Output output, String file, List<Problem> problems) {
        problems.forEach(problem -> output.line(problem.render(file)));
    }

    static void hint(Output output, String text) {
        output.cells(new Cell("    fix: ", Colour.WAITS), Cell.of(text));
    }

    private static String headline(Problem problem) {
        String place = problem.line() > 0 ? problem.line() + ":" + problem.column() + ": " : "";
        String field = problem.field().isEmpty() ? "" : problem.field() + ": ";
        return place + field + problem.message();
    }
}
