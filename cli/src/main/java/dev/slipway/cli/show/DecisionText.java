package dev.slipway.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.text.Cell;
import dev.slipway.cli.text.Colour;
import dev.slipway.cli.text.Output;
import dev.slipway.model.api.DecisionView;
import java.util.List;

/** What policy said no to, or warned of, with rule, reason and help. */
final class DecisionText {
    private DecisionText() {}

    static void print(Output output, List<DecisionView> decisions) {
        for (DecisionView decision : decisions) {
            boolean warned = decision.warnings() != null && !decision.warnings().isEmpty();
            if (!decision.allowed() || warned) {
                print(output, decision);
            }
        }
    }

    private static void print(Output output, DecisionView decision) {
        output.blank();
        String stage = decision.stage().equals(StepRows.NONE) ? "" : " of " + decision.stage();
        output.cells(
                decision.allowed()
                        ? new Cell("allowed with warnings", Colour.WAITS)
                        : new Cell("denied by policy", Colour.BAD),
                Cell.of(": " + decision.question() + " at " + decision.step() + stage));
        reasons(output, decision.reasons());
        reasons(output, decision.warnings());
    }

    private static void reasons(Output output, JsonNode entries) {
        if (entries == null) {
            return;
        }
        for (JsonNode entry : entries) {
            String engine = entry.path("engine").asText("");
            String rule = entry.path("rule").asText("");
            output.line("  " + (engine.isEmpty() ? "" : engine + " ") + rule + ": "
                    + entry.path("message").asText(""));
            String help = entry.path("help").asText("");
            if (!help.isEmpty()) {
                ProblemText.hint(output, help);
            }
        }
    }
}
