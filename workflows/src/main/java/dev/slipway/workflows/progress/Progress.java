package dev.slipway.workflows.progress;

import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the facts of one workflow execution; the outbound interceptor drains it into the next activity's header. */
public final class Progress {
    private static final WorkflowLocal<Progress> CURRENT = WorkflowLocal.withCachedInitial(Progress::new);

    private final List<StepFact> pending = new ArrayList<>();
    private int generation = 1;
    private long seq;

    private Progress() {}

    /** The collector of the calling workflow. */
    public static Progress current() {
        return CURRENT.get();
    }

    /** Says which execution of the run the facts are about. */
    public void generation(int number) {
        generation = number;
    }

    public void step(@Nullable String stage, StepName step, StepState state) {
        add(stage, step.text(), null, state, Map.of(), null, null);
    }

    public void step(@Nullable String stage, StepName step, StepState state, Map<String, String> detail) {
        add(stage, step.text(), null, state, detail, null, null);
    }

    public void item(@Nullable String stage, StepName step, String item, StepState state, Map<String, String> detail) {
        add(stage, step.text(), item, state, detail, null, null);
    }

    public void failed(@Nullable String stage, StepName step, StepState state, String code, String message) {
        add(stage, step.text(), null, state, Map.of(), code, message);
    }

    /** Says what the whole run is doing, such as what it waits for. */
    public void run(StepState state, String text) {
        add(null, StepFact.RUN, null, state, Map.of("text", text), null, null);
    }

    /** Takes what was collected since the last call; empty when nothing was. */
    public Optional<FactBatch> drain() {
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        FactBatch batch = new FactBatch(Workflow.getInfo().getWorkflowId(), generation, pending);
        pending.clear();
        return Optional.of(batch);
    }

    private void add(
            @Nullable String stage,
            String step,
            @Nullable String item,
            StepState state,
            Map<String, String> detail,
            @Nullable String code,
            @Nullable String message) {
        seq++;
        pending.add(new StepFact(
                seq,
                stage == null ? "-" : stage,
                step,
                item == null ? "-" : item,
                state,
                detail,
                code,
                message,
                Workflow.currentTimeMillis()));
    }
}
