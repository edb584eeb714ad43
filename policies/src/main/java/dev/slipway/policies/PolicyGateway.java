package dev.slipway.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Decision;
import dev.slipway.model.spi.DecisionLog;
import dev.slipway.model.spi.PolicyEngine;
import dev.slipway.model.spi.PolicyQuestion;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one door to policy. A decision is stored under a hash of what it is about, so a re-ask returns the stored answer
 * without asking; only after that has expired is the question asked again, under the next ordinal.
 */
public final class PolicyGateway {
    private final Panel panel;
    private final DecisionLog log;
    private final Clock clock;

    /** @param engines {@code internal}, and {@code external} where admissions are decided */
    public PolicyGateway(List<PolicyEngine> engines, DecisionLog log, Clock clock) {
        this.panel = new Panel(engines);
        this.log = log;
        this.clock = clock;
    }

    /**
     * The decision, allowed only when every engine asked allowed; a denial is stored and returned too.
     *
     * @throws SlipwayException POLICY_UNAVAILABLE when an engine gave no answer (nothing is stored), PAYLOAD_TOO_LARGE
     */
    public Decision decide(DecisionRequest request) {
        PolicyQuestion question = request.policyQuestion();
        Digest inputDigest = question.digest();
        for (int ordinal = 1; ; ordinal++) {
            String id = id(request, inputDigest, ordinal);
            Optional<Decision> stored = log.find(id);
            if (stored.isEmpty()) {
                return log.record(decided(request, id, inputDigest, Verdict.of(panel.ask(question))));
            }
            if (stored.get().expiresAt().isAfter(clock.instant())) {
                return stored.get();
            }
        }
    }

    /**
     * As {@link #decide}, but a denial is an error.
     *
     * @throws SlipwayException also POLICY_DENIED, with one problem per reason: its rule, message and help
     */
    public Decision require(DecisionRequest request) {
        Decision decision = decide(request);
        if (!decision.allowed()) {
            throw denied(request.question(), decision.reasons());
        }
        return decision;
    }

    /**
     * Asks without storing anything: only for reading, which changes nothing and may happen often.
     *
     * @throws SlipwayException POLICY_DENIED, POLICY_UNAVAILABLE
     */
    public void requireRead(PolicyQuestion question) {
        Verdict verdict = Verdict.of(panel.ask(question));
        if (!verdict.allowed()) {
            throw denied(question.name(), verdict.reasons());
        }
    }

    private Decision decided(DecisionRequest request, String id, Digest inputDigest, Verdict verdict) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Decision(
                id,
                request.workflowId(),
                request.generation(),
                request.stage(),
                request.step(),
                request.question(),
                inputDigest,
                verdict.allowed(),
                verdict.engines(),
                verdict.reasons(),
                verdict.warnings(),
                now,
                now.plus(request.validity()).truncatedTo(ChronoUnit.MICROS));
    }

    private static String id(DecisionRequest request, Digest inputDigest, int ordinal) {
        ArrayNode parts = ModelJson.mapper().createArrayNode();
        parts.add(request.workflowId())
                .add(request.generation())
                .add(request.stage())
                .add(request.step());
        parts.add(request.question()).add(inputDigest.value()).add(ordinal);
        return ModelJson.digest(parts).hex();
    }

    private static SlipwayException denied(String question, JsonNode reasons) {
        List<Problem> problems = new ArrayList<>();
        reasons.forEach(reason -> problems.add(Verdict.problem(reason)));
        String first = problems.getFirst().message();
        return new SlipwayException(ErrorCode.POLICY_DENIED, "policy denies " + question + ": " + first, problems);
    }
}
