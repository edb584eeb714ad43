package dev.slipway.agent.health;

import dev.slipway.model.spec.CheckSpec;
import dev.slipway.model.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** All checks of one service. It passes while its task runs and the last answer of every check was good. */
public final class ServiceHealth {
    private static final String NOT_ASKED = "not asked yet";
    private final ServiceSpec service;
    private final Prober prober;
    private final Supplier<Optional<Target>> target;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReferenceArray<String> troubles;

    /**
     * @param target empty while the task does not run
     * @param changed called after an answer that differs from the last
     * @param wasPassing what an earlier agent knew
     */
    public ServiceHealth(
            ServiceSpec service,
            Prober prober,
            Supplier<Optional<Target>> target,
            Runnable changed,
            boolean wasPassing) {
        this.service = service;
        this.prober = prober;
        this.target = target;
        this.changed = changed;
        this.troubles = new AtomicReferenceArray<>(service.checks().size());
        for (int index = 0; index < troubles.length(); index++) {
            troubles.set(index, wasPassing ? "" : NOT_ASKED);
        }
    }

    public String name() {
        return service.name();
    }

    /** One loop per check, each for a thread of its own; they end with {@link #close} or an interrupt. */
    public List<Runnable> loops() {
        List<Runnable> loops = new ArrayList<>();
        for (int index = 0; index < troubles.length(); index++) {
            int check = index;
            loops.add(() -> loop(check));
        }
        return loops;
    }

    public boolean passing() {
        for (int index = 0; index < troubles.length(); index++) {
            if (!troubles.get(index).isEmpty()) {
                return false;
            }
        }
        return target.get().isPresent();
    }

    /** What was known of a task that is gone does not hold for the next one. */
    public void forgetUnlessRunning() {
        if (target.get().isPresent()) {
            return;
        }
        for (int index = 0; index < troubles.length(); index++) {
            troubles.set(index, NOT_ASKED);
        }
    }

    public void close() {
        closed.countDown();
    }

    private void loop(int index) {
        CheckSpec check = service.checks().get(index);
        boolean wasWell = troubles.get(index).isEmpty();
        try {
            new CheckLoop(check, prober, target, answer -> note(index, answer), closed).run(wasWell);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(int index, Optional<String> trouble) {
        String before = troubles.getAndSet(index, trouble.orElse(""));
        if (before.isEmpty() != trouble.isEmpty()) {
            changed.run();
        }
    }
}
