package dev.slipway.workflows.environment;

import dev.slipway.workflows.Stubs;
import dev.slipway.workflows.api.EnvironmentActivities;
import dev.slipway.workflows.api.EnvironmentInput;
import dev.slipway.workflows.api.EnvironmentWorkflow;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/** Gives contended locks to those who wait, first come first served, and ends when nobody has waited for a while. */
public final class Environment implements EnvironmentWorkflow {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final EnvironmentActivities activities = Stubs.environment();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> contended = new LinkedHashSet<>();

    @Override
    public void serve(EnvironmentInput input) {
        changed.addAll(input.pending());
        while (true) {
            Duration pause = contended.isEmpty() ? IDLE : LOOK_AGAIN;
            boolean woken = Workflow.await(pause, () -> !changed.isEmpty());
            if (!woken && contended.isEmpty()) {
                return;
            }
            Set<String> look = new LinkedHashSet<>(contended);
            look.addAll(changed);
            changed.clear();
            for (String lock : look) {
                int left = activities.grantNext(input.project(), input.environment(), lock);
                if (left == 0) {
                    contended.remove(lock);
                } else {
                    contended.add(lock);
                }
            }
            if (Workflow.getInfo().isContinueAsNewSuggested()) {
                Workflow.await(Workflow::isEveryHandlerFinished);
                Set<String> pending = new LinkedHashSet<>(contended);
                pending.addAll(changed);
                Workflow.continueAsNew(
                        new EnvironmentInput(input.project(), input.environment(), new ArrayList<>(pending)));
            }
        }
    }

    @Override
    public void lockChanged(String lockName) {
        changed.add(lockName);
    }
}
