package dev.slipway.worker.relay;

import dev.slipway.workflows.api.Fact;
import dev.slipway.workflows.api.RunInput;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** See {@link Told}. */
public final class ToldWorkflow implements Told {
    static final String LAST = "last";
    private final List<String> facts = new ArrayList<>();

    @Override
    public List<String> run(RunInput input) {
        facts.add("generation " + input.generation());
        Workflow.await(() -> facts.contains(LAST));
        return facts;
    }

    @Override
    public void fact(Fact fact) {
        facts.add(fact.key());
    }
}
