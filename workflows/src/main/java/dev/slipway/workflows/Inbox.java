package dev.slipway.workflows;

import dev.slipway.workflows.api.Fact;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Hints received and not yet acted on. Handlers only add here; the workflow's own code takes out. */
public final class Inbox {
    /** Hints kept at most; further ones are dropped, because the poll-back finds their answers anyway. */
    private static final int LIMIT = 1_000;

    private static final int LONGEST_KEY = 500;

    private final Set<String> hints = new LinkedHashSet<>();
    private final Set<String> expected = new LinkedHashSet<>();
    private final Deque<String> strange = new ArrayDeque<>();
    private final Deque<String> actions = new ArrayDeque<>();

    public void add(Fact fact) {
        String key = fact.key();
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            return;
        }
        if (key.startsWith(Fact.ACTION)) {
            action(key.substring(Fact.ACTION.length()));
        } else if (hints.size() < LIMIT && hints.add(key) && !expected.contains(key)) {
            strange.add(key);
        }
    }

    /** Keeps a message of a kind that nobody sends, so that it is recorded; it has no effect. */
    public void foreign(String message) {
        String shown = message.length() > LONGEST_KEY ? message.substring(0, LONGEST_KEY) : message;
        if (strange.size() < LIMIT) {
            strange.add(shown);
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

    /** Says that a hint for {@code key} may come; a hint nobody expects is looked into. */
    public void expect(String key) {
        expected.add(key);
    }

    /** Whether a hint came that nobody expected: an early one, or one that somebody made up. */
    public boolean hasStrange() {
        return !strange.isEmpty();
    }

    public String nextStrange() {
        return strange.remove();
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
    public <T> Optional<T> await(String key, Duration budget, Look<T> look) {
        expect(key);
        long end = Workflow.currentTimeMillis() + budget.toMillis();
        PollBack poll = new PollBack();
        while (true) {
            Duration left = Duration.ofMillis(Math.max(0, end - Workflow.currentTimeMillis()));
            Workflow.await(poll.next(left), () -> has(key));
            Optional<T> found = look.look(take(key));
            if (found.isPresent() || Workflow.currentTimeMillis() >= end) {
                return found;
            }
        }
    }

    /** Looks for the answer to a wait. */
    @FunctionalInterface
    public interface Look<T> {
        Optional<T> look(boolean hinted);
    }
}
