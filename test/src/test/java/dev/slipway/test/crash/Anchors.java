package dev.slipway.test.crash;

import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepName;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.stack.RunningStack;
import java.util.ArrayList;
import java.util.List;

/** A service and a container that have nothing to do with what is killed: they must never notice. */
final class Anchors {
    private static final String MARK = "anchor";

    private final List<String> allocations;

    private Anchors(List<String> allocations) {
        this.allocations = allocations;
    }

    /** Rolls them out; the run itself must succeed. */
    static Anchors rollOut(Scene scene) {
        RunId run = scene.start(MARK, StepName.COMMIT);
        RunDetail detail = scene.project().awaitEnd(run);
        if (detail.run().state() != RunState.SUCCEEDED) {
            throw new AssertionError("the anchors were not rolled out: " + detail);
        }
        List<String> ids = scene.allocations(1).stream().map(AllocationView::id).toList();
        RunningStack.await("both anchors run", 60, () -> look(ids).size() == 2);
        return new Anchors(ids);
    }

    /** Who they are: pids, container ids and start times. */
    List<String> look() {
        return look(allocations);
    }

    private static List<String> look(List<String> allocations) {
        List<String> seen = new ArrayList<>(Machine.processes(MARK));
        allocations.forEach(allocation -> seen.addAll(Machine.containers(allocation)));
        return seen;
    }
}
