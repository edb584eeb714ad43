package dev.slipway.workflows;

import dev.slipway.workflows.api.Fact;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Hints received and not yet acted on. Handlers only add here; the workflow's own code takes out. */
public final class Inbox {
    /** Hints kept at most; further ones are dropped, because the poll-back finds their answers anyway. */
    private static final int LIMIT = 1_000;

    private static final Duration FIRST_POLL = Duration.ofSeconds(5);
    private static final Duration LONGEST_POLL = Duration.ofMinutes(5);

    private final Set<String> hints = new LinkedHashSet<>();
    private final Deque<String> actions = new ArrayDeque<>();

    public void add(Fact fact) {
        if (fact.key().startsWith(Fact.ACTION)) {
            action(fact.key().substring(Fact.ACTION.length()));
        } else if (hints.size() < LIMIT) {
            hints.add(fact.key());
        }
    }

    public void action(String actionId) {
        if (actions.size() < LIMIT) {
            actions.add(actionId);
        }
    }

    public boolean hasActions() {
        return !actions.isEmpty();
    }

    public String nextAction() {
        return actions.remove();
    }

    /** Takes the hint for {@code key} if there is one. */
    public boolean take(String key) {
        return hints.remove(key);
    }

    public boolean has(String key) {
        return hints.contains(key);
    }

    /**
     * Waits until {@code look} finds something: it is called when a hint for {@code key} arrives and, because messages
     * can be lost, at growing intervals without one.
     *
     * @param budget longest wait; the last look is made when it is over
     * @param look tells whether a hint caused the call
     */
    public <T> Optional<T> await(String key, Duration budget, Supplier<Boolean> interrupted, Look<T> look) {
        long end = Workflow.currentTimeMillis() + budget.toMillis();
        Duration poll = FIRST_POLL;
        while (true) {
            Duration left = Duration.ofMillis(Math.max(0, end - Workflow.currentTimeMillis()));
            Duration pause = left.compareTo(poll) < 0 ? left : poll;
            Workflow.await(pause, () -> has(key) || interrupted.get());
            boolean hinted = take(key);
            Optional<T> found = look.look(hinted);
            if (found.isPresent() || interrupted.get() || Workflow.currentTimeMillis() >= end) {
                return found;
            }
            poll = poll.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? poll.multipliedBy(2) : LONGEST_POLL;
        }
    }

    /** Looks for the answer to a wait. */
    @FunctionalInterface
    public interface Look<T> {
        Optional<T> look(boolean hinted);
    }
}
