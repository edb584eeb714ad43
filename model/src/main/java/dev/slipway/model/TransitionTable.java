package dev.slipway.model;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The allowed moves between the states of one kind of object; a state without moves is final. */
public final class TransitionTable<S extends Enum<S>> {
    private final Map<S, Set<S>> moves;

    private TransitionTable(Map<S, Set<S>> moves) {
        this.moves = moves;
    }

    public boolean allows(S from, S to) {
        return moves.getOrDefault(from, Set.of()).contains(to);
    }

    public boolean isFinal(S state) {
        return moves.getOrDefault(state, Set.of()).isEmpty();
    }

    public Set<S> from(S state) {
        return moves.getOrDefault(state, Set.of());
    }

    /** Returns {@code to} or refuses the move, naming the object. */
    public S require(String object, S from, S to) {
        if (!allows(from, to)) {
            throw new SlipwayException(ErrorCode.TRANSITION_REFUSED, object + " cannot go from " + from + " to " + to);
        }
        return to;
    }

    static <S extends Enum<S>> Builder<S> of(Class<S> type) {
        return new Builder<>(type);
    }

    static final class Builder<S extends Enum<S>> {
        private final Class<S> type;
        private final Map<S, Set<S>> moves;

        Builder(Class<S> type) {
            this.type = type;
            this.moves = new EnumMap<>(type);
        }

        @SafeVarargs
        final Builder<S> move(S from, S... to) {
            Set<S> targets = moves.computeIfAbsent(from, key -> EnumSet.noneOf(type));
            targets.addAll(Set.of(to));
            return this;
        }

        TransitionTable<S> build() {
            return new TransitionTable<>(moves);
        }
    }
}
