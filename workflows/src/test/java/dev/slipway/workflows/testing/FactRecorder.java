package dev.slipway.workflows.testing;

import dev.slipway.model.StepState;
import dev.slipway.workflows.progress.FactBatch;
import dev.slipway.workflows.progress.ProgressHeaders;
import dev.slipway.workflows.progress.ProgressInbound;
import dev.slipway.workflows.progress.StepFact;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps every fact that reached an activity, as the projection would. */
public final class FactRecorder extends WorkerInterceptorBase {
    private final Map<String, Map<Long, StepFact>> facts = new LinkedHashMap<>();

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new ProgressInbound(next);
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            @Override
            public ActivityOutput execute(ActivityInput input) {
                ProgressHeaders.read(input.getHeader()).ifPresent(FactRecorder.this::keep);
                return super.execute(input);
            }
        };
    }

    private synchronized void keep(FactBatch batch) {
        Map<Long, StepFact> of =
                facts.computeIfAbsent(batch.workflowId() + "/" + batch.generation(), key -> new TreeMap<>());
        batch.facts().forEach(fact -> of.put(fact.seq(), fact));
    }

    /** States in their order as {@code stage/step[/item] state}, of an execution. */
    public synchronized List<String> states(String workflowId, int generation) {
        return facts.getOrDefault(workflowId + "/" + generation, Map.of()).values().stream()
                .map(fact -> name(fact) + " " + fact.state().text())
                .toList();
    }

    /** The last state of each step. */
    public synchronized Map<String, StepState> last(String workflowId, int generation) {
        Map<String, StepState> last = new TreeMap<>();
        facts.getOrDefault(workflowId + "/" + generation, Map.of()).values().stream()
                .sorted(Comparator.comparingLong(StepFact::seq))
                .forEach(fact -> last.put(name(fact), fact.state()));
        return last;
    }

    /** Moves of steps that the transition table does not have; empty in a correct workflow. */
    public synchronized List<String> illegalMoves() {
        List<String> illegal = new ArrayList<>();
        facts.forEach((execution, bySeq) -> {
            Map<String, StepState> states = new LinkedHashMap<>();
            bySeq.values().forEach(fact -> {
                StepState before = states.put(name(fact), fact.state());
                boolean fine = before == null
                        || before == fact.state() && !before.isFinal()
                        || StepState.TRANSITIONS.allows(before, fact.state());
                if (!fine) {
                    illegal.add(execution + ": " + name(fact) + " " + before + " to " + fact.state());
                }
            });
        });
        return illegal;
    }

    private static String name(StepFact fact) {
        return fact.stage() + "/" + fact.step() + (fact.item().equals("-") ? "" : "/" + fact.item());
    }
}
