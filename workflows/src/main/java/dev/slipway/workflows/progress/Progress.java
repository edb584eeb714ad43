package dev.slipway.workflows.progress;

import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLocal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the facts of one workflow execution; the outbound interceptor drains it into the next activity's header. */
public final class Progress {
    private static final WorkflowLocal<Progress> CURRENT = WorkflowLocal.withCachedInitial(Progress::new);
    private static final String NONE = "-";

    private final List<StepFact> pending = new ArrayList<>();
    private final Map<String, StepFact> open = new LinkedHashMap<>();
    private @Nullable FactBatch carried;
    private int generation = 1;
    private long seq;
    private String stage = NONE;
    private String step = "";

    private Progress() {}

    /** The collector of the calling workflow. */
    public static Progress current() {
        return CURRENT.get();
    }

    /** Says which execution of the run the facts are about. */
    public void generation(int number) {
        generation = number;
    }

    public void step(@Nullable String stageName, StepName name, StepState state) {
        step(stageName, name, state, Map.of());
    }

    public void step(@Nullable String stageName, StepName name, StepState state, Map<String, String> detail) {
        if (state == StepState.RUNNING) {
            stage = stageName == null ? NONE : stageName;
            step = name.text();
        }
        add(stageName, name.text(), NONE, state, detail, null, null);
    }

    public void item(
            @Nullable String stageName, StepName name, String item, StepState state, Map<String, String> detail) {
        add(stageName, name.text(), item, state, detail, null, null);
    }

    public void failed(@Nullable String stageName, StepName name, StepState state, String code, String message) {
        add(stageName, name.text(), NONE, state, Map.of(), code, message);
    }

    /** Says what the whole run is doing, such as what it waits for. */
    public void run(StepState state, String text) {
        add(null, StepFact.RUN, StepFact.STATE, state, Map.of("text", text), null, null);
    }

    /** Ends every step that began and has not ended, because the run is over. */
    public void closeOpen(StepState state) {
        for (StepFact fact : List.copyOf(open.values())) {
            add(fact.stage(), fact.step(), fact.item(), state, Map.of(), null, null);
        }
    }

    /** Facts of the parent, to be taken along by the first activity of a workflow that reports no steps of its own. */
    public void carry(FactBatch batch) {
        carried = batch;
    }

    /** Takes what was collected since the last call; empty in workflows that report no steps. */
    public Optional<FactBatch> drain() {
        Optional<FactBatch> batch = pending();
        pending.clear();
        carried = null;
        return batch;
    }

    /** What {@link #drain} would take. */
    public Optional<FactBatch> pending() {
        if (step.isEmpty() && pending.isEmpty()) {
            return Optional.ofNullable(carried);
        }
        return Optional.of(new FactBatch(Workflow.getInfo().getWorkflowId(), generation, pending, stage, step));
    }

    private void add(
            @Nullable String stageName,
            String stepName,
            String item,
            StepState state,
            Map<String, String> detail,
            @Nullable String code,
            @Nullable String message) {
        seq++;
        String at = stageName == null ? NONE : stageName;
        StepFact fact =
                new StepFact(seq, at, stepName, item, state, detail, code, message, Workflow.currentTimeMillis());
        pending.add(fact);
        String key = at + "/" + stepName + "/" + item;
        if (state.isFinal() || stepName.equals(StepFact.RUN)) {
            open.remove(key);
        } else {
            open.put(key, fact);
        }
    }
}
