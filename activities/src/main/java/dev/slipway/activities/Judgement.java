package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.workflows.api.Answer;

/** What a stored answer means for the run. */
final class Judgement {
    private static final String FAILED = "failed";

    private Judgement() {}

    /** @param detail of the wait: with {@code expect: sarif} the answer's report is judged, not its word */
    static Answer of(JsonNode detail, JsonNode answer) {
        String outcome = answer.path("outcome").asText();
        String text = answer.path("text").asText();
        if (detail.path("expect").asText().equals("sarif") && !outcome.equals("expired") && !outcome.equals("void")) {
            return sarif(outcome, text, answer.path("detail"));
        }
        return new Answer(true, outcome, text);
    }

    /** A report without runs is no report; a finding of level error fails, and so does a system that says failed. */
    private static Answer sarif(String outcome, String text, JsonNode detail) {
        JsonNode report = detail.path("sarif").isObject() ? detail.path("sarif") : detail;
        if (!report.path("runs").isArray() || report.path("runs").isEmpty()) {
            return new Answer(true, FAILED, "the answer holds no SARIF report");
        }
        int errors = 0;
        int others = 0;
        for (JsonNode run : report.path("runs")) {
            for (JsonNode result : run.path("results")) {
                if (result.path("level").asText("warning").equals("error")) {
                    errors++;
                } else {
                    others++;
                }
            }
        }
        String counted = errors + " errors, " + others + " other findings";
        boolean passed = errors == 0 && !outcome.equals(FAILED);
        return new Answer(true, passed ? "passed" : FAILED, text.isEmpty() ? counted : text + "; " + counted);
    }
}
