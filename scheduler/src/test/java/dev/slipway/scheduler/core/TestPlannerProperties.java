package dev.slipway.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.scheduler.testing.Specs;
import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.PlacementPlan;
import dev.slipway.store.placement.Rollout;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Random histories of rollouts, failures and losses; after every single plan the promises hold. */
final class TestPlannerProperties {
    private static final int CPU = 100;
    private static final int KINDS = 11;

    @Property(tries = 2_000)
    void withRoomNoHistoryBreaksAPromise(
            @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 100_000) Integer> script) {
        World world = new World(List.of(2_000, 2_000, 2_000));
        script.forEach(step -> step(world, step, true));
        settle(world, true);
    }

    @Property(tries = 2_000)
    void withoutRoomCapacityHoldsAndRolloutsStillEnd(
            @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 100_000) Integer> script,
            @ForAll @IntRange(min = 2, max = 5) int places) {
        World world = new World(List.of(places * CPU, 2 * CPU));
        script.forEach(step -> step(world, step, false));
        settle(world, false);
    }

    private static void step(World world, int step, boolean roomy) {
        int choice = step / KINDS;
        switch (step % KINDS) {
            case 0, 1, 2 -> evaluate(world, roomy);
            case 3, 4 -> world.agent(choice, TestPlannerProperties::starting, AllocationState.RUNNING, true);
            case 5 -> world.agent(choice, TestPlannerProperties::starting, AllocationState.RUNNING, false);
            case 6 -> world.agent(choice, PlacedAllocation::isLive, AllocationState.FAILED, false);
            case 7 -> world.agent(choice, TestPlannerProperties::stopping, AllocationState.COMPLETE, null);
            case 8 -> world.lose(choice);
            case 9 -> {
                world.pass(Duration.ofSeconds(choice % 40));
                world.workflow();
            }
            default -> world.deploy(spec(choice));
        }
    }

    private static JobSpec spec(int choice) {
        int count = choice % 4;
        int maxParallel = 1 + choice / 4 % 3;
        return Specs.web("marker-" + choice / 12 % 3, count, CPU, Specs.update(maxParallel, Duration.ofSeconds(20)));
    }

    private static void evaluate(World world, boolean roomy) {
        long servingBefore = world.serving();
        int liveBefore = world.live().size();
        Rollout rollout = world.rollout();
        PlacementPlan plan = world.plan();
        assertThat(world.plan().stops()).isEqualTo(plan.stops());
        world.apply(plan);

        assertThat(world.worstOverload()).isLessThanOrEqualTo(0);
        long version = rollout == null ? world.job().desiredVersion() : rollout.targetVersion();
        JobSpec spec = world.spec(version);
        if (spec != null) {
            int count = spec.groups().getFirst().count();
            int parallel = spec.update().maxParallel();
            long olds = world.live().stream()
                    .filter(allocation -> allocation.version() != version)
                    .count();
            assertThat((long) world.live().size())
                    .isLessThanOrEqualTo(Math.max(liveBefore, Math.max(count, olds) + parallel));
            long bound = Math.min(count, servingBefore) - (roomy ? 0 : parallel);
            assertThat(world.serving()).isGreaterThanOrEqualTo(bound);
        }
        PlacementPlan again = world.plan();
        assertThat(again.stops()).isEmpty();
        assertThat(again.moves()).isEmpty();
        assertThat(again.placements()).isEmpty();
        assertThat(again.progress()).isNull();
    }

    /** From wherever the history led, well-behaved agents bring the job to rest. */
    private static void settle(World world, boolean roomy) {
        for (int round = 0; round < 60; round++) {
            evaluate(world, roomy);
            world.agentsDoWell();
            world.pass(Duration.ofSeconds(roomy ? 5 : 20));
            world.workflow();
        }
        world.pass(Duration.ofHours(2));
        for (int round = 0; round < 20; round++) {
            evaluate(world, roomy);
            world.agentsDoWell();
        }
        assertThat(world.rollout()).isNull();
        assertThat(world.all()).noneMatch(TestPlannerProperties::stopping);
        long desired = world.job().desiredVersion();
        JobSpec spec = world.spec(desired);
        if (spec == null) {
            assertThat(world.live()).isEmpty();
        } else if (roomy) {
            for (int index = 0; index < spec.groups().getFirst().count(); index++) {
                int slot = index;
                assertThat(world.live()).anyMatch(allocation -> allocation.index() == slot);
            }
        }
    }

    private static boolean starting(PlacedAllocation allocation) {
        return allocation.isLive() && allocation.clientState() == AllocationState.PENDING;
    }

    private static boolean stopping(PlacedAllocation allocation) {
        return allocation.desired() == AllocationDesired.STOP
                && !allocation.clientState().isFinal();
    }
}
