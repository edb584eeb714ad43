package dev.slipway.policies;

import dev.slipway.model.spi.Decision;
import dev.slipway.model.spi.DecisionLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Decisions in memory, the first one stored under an id wins. */
final class MemoryDecisionLog implements DecisionLog {
    private final Map<String, Decision> decisions = new ConcurrentSkipListMap<>();

    @Override
    public Optional<Decision> find(String id) {
        return Optional.ofNullable(decisions.get(id));
    }

    @Override
    public Decision record(Decision decision) {
        Decision earlier = decisions.putIfAbsent(decision.id(), decision);
        return earlier == null ? decision : earlier;
    }

    List<Decision> all() {
        return List.copyOf(decisions.values());
    }
}
