package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TestTransitionTables {
    private static final String MIGRATION = "store/src/main/resources/db/migration/V1__baseline.sql";

    static Stream<Arguments> columns() {
        return Stream.of(
                Arguments.of("run", "state", names(RunState.values(), RunState::text)),
                Arguments.of("step", "state", names(StepState.values(), StepState::text)),
                Arguments.of("deployment", "state", names(DeploymentState.values(), DeploymentState::text)),
                Arguments.of("evaluation", "state", names(EvaluationState.values(), EvaluationState::text)),
                Arguments.of("allocation", "client_state", names(AllocationState.values(), AllocationState::text)),
                Arguments.of("allocation", "desired", names(AllocationDesired.values(), AllocationDesired::text)),
                Arguments.of("node", "state", names(NodeState.values(), NodeState::text)));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void databaseAllowsExactlyTheStatesOfTheModel(String table, String column, Set<String> states) throws IOException {
        assertThat(allowed(table, column)).isEqualTo(states);
    }

    @Test
    void databaseKeepsOneOpenDeploymentPerJob() throws IOException {
        Set<String> open = names(
                Arrays.stream(DeploymentState.values())
                        .filter(state -> !state.isFinal())
                        .toArray(DeploymentState[]::new),
                DeploymentState::text);
        assertThat(listAfter("create unique index deployment_one_open on deployment \\(job_key\\)\\s+where state in "))
                .isEqualTo(open);
    }

    @Test
    void everyStateIsReachedAndEveryFinalOneIsFinal() {
        requireSound(RunState.QUEUED, RunState.TRANSITIONS, RunState.values());
        requireSound(StepState.PENDING, StepState.TRANSITIONS, StepState.values());
        requireSound(DeploymentState.PENDING, DeploymentState.TRANSITIONS, DeploymentState.values());
        requireSound(EvaluationState.PENDING, EvaluationState.TRANSITIONS, EvaluationState.values());
        requireSound(AllocationState.PENDING, AllocationState.TRANSITIONS, AllocationState.values());
        requireSound(NodeState.INITIALIZING, NodeState.TRANSITIONS, NodeState.values());
        assertThat(Arrays.stream(RunState.values()).filter(RunState::isFinal))
                .containsExactly(RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED);
        assertThat(Arrays.stream(DeploymentState.values()).filter(DeploymentState::isFinal))
                .containsExactly(DeploymentState.SUCCESSFUL, DeploymentState.FAILED, DeploymentState.CANCELLED);
        assertThat(Arrays.stream(NodeState.values()).filter(NodeState::isFinal)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED,RUNNING", "FAILED,QUEUED", "QUEUED,SUCCEEDED", "CANCELLED,CANCELLED", "RUNNING,QUEUED"})
    void refusesOtherMoves(RunState from, RunState to) {
        assertThatThrownBy(() -> RunState.TRANSITIONS.require("run x", from, to))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSITION_REFUSED));
    }

    @Test
    void revertedDeploymentsNeverSucceed() {
        assertThat(DeploymentState.TRANSITIONS.from(DeploymentState.REVERTING))
                .containsExactlyInAnyOrder(DeploymentState.FAILED, DeploymentState.CANCELLED);
        assertThat(DeploymentState.TRANSITIONS.require("d", DeploymentState.RUNNING, DeploymentState.REVERTING))
                .isEqualTo(DeploymentState.REVERTING);
    }

    @Test
    void textGoesBothWays() {
        for (StepState state : StepState.values()) {
            assertThat(StepState.of(state.text())).isEqualTo(state);
        }
        for (StepName step : StepName.values()) {
            assertThat(StepName.of(step.text())).isEqualTo(step);
        }
        assertThat(Arrays.stream(StepName.values()).filter(step -> !step.perStage()))
                .containsExactly(StepName.COMMIT, StepName.VERIFY, StepName.TASKS);
    }

    private static <S extends Enum<S>> void requireSound(S first, TransitionTable<S> table, S[] states) {
        Set<S> reached = new HashSet<>(Set.of(first));
        for (int i = 0; i < states.length; i++) {
            List.copyOf(reached).forEach(state -> reached.addAll(table.from(state)));
        }
        assertThat(reached).containsExactlyInAnyOrder(states);
        for (S state : states) {
            assertThat(table.isFinal(state)).isEqualTo(table.from(state).isEmpty());
            assertThat(table.allows(state, state)).isFalse();
        }
    }

    private static Set<String> allowed(String table, String column) throws IOException {
        return listAfter("create table " + table + " \\((?:(?!\\n\\);).)*?\\n    " + column
                + " text not null[^,]*?check \\(" + column + " in ");
    }

    private static Set<String> listAfter(String pattern) throws IOException {
        String sql = Files.readString(Path.of(System.getProperty("slipway.root"), MIGRATION));
        Matcher matcher =
                Pattern.compile(pattern + "\\(([^)]*)\\)", Pattern.DOTALL).matcher(sql);
        assertThat(matcher.find()).as(pattern).isTrue();
        return new HashSet<>(Arrays.asList(matcher.group(1).replace("'", "").split(", ")));
    }

    private static <S> Set<String> names(S[] states, Function<S, String> text) {
        return new HashSet<>(Arrays.stream(states).map(text).toList());
    }
}
