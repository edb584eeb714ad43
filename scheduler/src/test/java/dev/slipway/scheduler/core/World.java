package dev.slipway.scheduler.core;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.store.placement.JobRow;
import dev.slipway.store.placement.NodeRoom;
import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.PlacementPlan;
import dev.slipway.store.placement.PlacementPlan.Move;
import dev.slipway.store.placement.PlacementPlan.Placement;
import dev.slipway.store.placement.PlacementPlan.Progress;
import dev.slipway.store.placement.PlacementPlan.Stop;
import dev.slipway.store.placement.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A job and its nodes in memory: what tables, agents and the workflow would make of plans. */
final class World {
    private static final String WAIT = "wait";

    private final Map<String, Integer> nodes = new LinkedHashMap<>();
    private final Map<Long, JobSpec> specs = new LinkedHashMap<>();
    private final Map<UUID, PlacedAllocation> allocations = new LinkedHashMap<>();
    private final Planner planner;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private JobRow job = new JobRow("shop/staging/local/web", JobType.SERVICE, "default", 0, 0, false, null, 1);
    private @Nullable Rollout rollout;
    private long ids;
    private long deployments;

    World(List<Integer> cpus) {
        for (int index = 0; index < cpus.size(); index++) {
            nodes.put("node-" + index, cpus.get(index));
        }
        planner = new Planner(PlannerSettings.DEFAULT, () -> new UUID(0, ++ids));
    }

    State state() {
        return new State(now, job, rollout, specs, List.copyOf(allocations.values()));
    }

    PlacementPlan plan() {
        return planner.plan(state(), pool -> rooms(), () -> Integer.MAX_VALUE);
    }

    void apply(PlacementPlan plan) {
        plan.stops().forEach(this::apply);
        plan.moves().forEach(this::apply);
        plan.placements().forEach(this::apply);
        Progress progress = plan.progress();
        if (progress != null && rollout != null) {
            rollout = new Rollout(
                    rollout.number(),
                    rollout.version(),
                    rollout.targetVersion(),
                    rollout.state(),
                    rollout.waitKey(),
                    rollout.answer(),
                    progress.description(),
                    progress.desiredTotal(),
                    progress.placed(),
                    progress.healthy(),
                    progress.unhealthy(),
                    progress.progressBy());
        }
        if (plan.answer() != null && rollout != null && rollout.answer() == null) {
            rollout = answered(rollout, plan.answer().outcome());
        }
    }

    /** Registers a version and opens its deployment; false while another one is open. */
    boolean deploy(JobSpec spec) {
        if (rollout != null) {
            return false;
        }
        long version = specs.entrySet().stream()
                .filter(entry -> entry.getValue().equals(spec))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse((long) specs.size() + 1);
        specs.put(version, spec);
        rollout =
                new Rollout(++deployments, version, version, DeploymentState.RUNNING, WAIT, null, "", 0, 0, 0, 0, null);
        return true;
    }

    /** What the workflow does with an answer; it always reverts when it can. */
    void workflow() {
        if (rollout == null || rollout.answer() == null) {
            return;
        }
        long version = rollout.version();
        boolean canRevert = job.stableVersion() != 0 && job.stableVersion() != version;
        if (rollout.answer().equals("healthy")) {
            job = new JobRow(job.key(), job.type(), job.nodePool(), version, version, false, null, 1);
            rollout = null;
        } else if (rollout.state() == DeploymentState.RUNNING && canRevert) {
            rollout = new Rollout(
                    rollout.number(),
                    version,
                    job.stableVersion(),
                    DeploymentState.REVERTING,
                    WAIT,
                    null,
                    "reverting",
                    0,
                    0,
                    0,
                    0,
                    null);
        } else {
            rollout = null;
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Changes the chosen allocation's client side; nothing happens when there is none like that. */
    void agent(int choice, Predicate<PlacedAllocation> which, AllocationState state, @Nullable Boolean healthy) {
        List<PlacedAllocation> found =
                allocations.values().stream().filter(which).toList();
        if (!found.isEmpty()) {
            PlacedAllocation one = found.get(choice % found.size());
            boolean passing = Boolean.TRUE.equals(healthy) && state == AllocationState.RUNNING;
            put(one, one.version(), one.deploymentNumber(), one.desired(), state, healthy, passing ? 1 : 0);
        }
    }

    void lose(int choice) {
        String node = List.copyOf(nodes.keySet()).get(choice % nodes.size());
        List.copyOf(allocations.values()).stream()
                .filter(allocation -> allocation.nodeId().equals(node))
                .filter(allocation -> !allocation.clientState().isFinal())
                .forEach(allocation -> put(
                        allocation,
                        allocation.version(),
                        allocation.deploymentNumber(),
                        allocation.desired(),
                        AllocationState.LOST,
                        allocation.healthy(),
                        0));
    }

    /** Every agent does well: what starts is healthy, what is to stop has stopped. */
    void agentsDoWell() {
        for (PlacedAllocation allocation : List.copyOf(allocations.values())) {
            if (allocation.desired() == AllocationDesired.STOP
                    && !allocation.clientState().isFinal()) {
                agent(0, allocation::equals, AllocationState.COMPLETE, allocation.healthy());
            } else if (allocation.clientState() == AllocationState.PENDING) {
                agent(0, allocation::equals, AllocationState.RUNNING, true);
            }
        }
    }

    List<PlacedAllocation> live() {
        return allocations.values().stream().filter(PlacedAllocation::isLive).toList();
    }

    List<PlacedAllocation> all() {
        return List.copyOf(allocations.values());
    }

    long serving() {
        return live().stream()
                .filter(PlacedAllocation::isHealthy)
                .filter(allocation -> allocation.clientState() == AllocationState.RUNNING)
                .filter(allocation -> allocation.healthyServices() > 0)
                .count();
    }

    @Nullable
    Rollout rollout() {
        return rollout;
    }

    JobRow job() {
        return job;
    }

    @Nullable
    JobSpec spec(long version) {
        return specs.get(version);
    }

    /** Thousandths of a core in use on the fullest node, relative to what it has; never above 0. */
    int worstOverload() {
        return rooms().stream().mapToInt(room -> -room.freeCpu()).max().orElse(0);
    }

    private List<NodeRoom> rooms() {
        List<NodeRoom> rooms = new ArrayList<>();
        nodes.forEach((id, cpu) -> {
            int used = 0;
            int stopping = 0;
            for (PlacedAllocation allocation : allocations.values()) {
                if (allocation.nodeId().equals(id) && !allocation.clientState().isFinal()) {
                    used += allocation.cpu();
                    stopping += allocation.desired() == AllocationDesired.STOP ? allocation.cpu() : 0;
                }
            }
            rooms.add(new NodeRoom(id, id, 1, true, cpu, 1L << 40, used, 0, stopping, 0, Set.of("mock")));
        });
        return rooms;
    }

    private void apply(Stop stop) {
        PlacedAllocation one = allocations.get(stop.id());
        put(
                one,
                one.version(),
                one.deploymentNumber(),
                AllocationDesired.STOP,
                one.clientState(),
                one.healthy(),
                one.healthyServices());
    }

    private void apply(Move move) {
        PlacedAllocation one = allocations.get(move.id());
        put(
                one,
                move.version(),
                move.deployment(),
                one.desired(),
                one.clientState(),
                one.healthy(),
                one.healthyServices());
    }

    private void apply(Placement placement) {
        boolean taken = live().stream()
                .anyMatch(other -> other.groupName().equals(placement.group())
                        && other.index() == placement.index()
                        && other.version() == placement.version());
        if (taken) {
            throw new AssertionError("a second instance in the slot of " + placement);
        }
        allocations.put(
                placement.id(),
                new PlacedAllocation(
                        placement.id(),
                        placement.group(),
                        placement.index(),
                        placement.version(),
                        placement.deployment(),
                        placement.node(),
                        AllocationDesired.RUN,
                        AllocationState.PENDING,
                        null,
                        0,
                        placement.cpu(),
                        placement.memory(),
                        now,
                        null,
                        null));
    }

    private void put(
            PlacedAllocation one,
            long version,
            @Nullable Long deployment,
            AllocationDesired desired,
            AllocationState state,
            @Nullable Boolean healthy,
            int services) {
        allocations.put(
                one.id(),
                new PlacedAllocation(
                        one.id(),
                        one.groupName(),
                        one.index(),
                        version,
                        deployment,
                        one.nodeId(),
                        desired,
                        state,
                        healthy,
                        services,
                        one.cpu(),
                        one.memory(),
                        one.createdAt(),
                        state == one.clientState() ? one.endedAt() : now,
                        null));
    }

    private static Rollout answered(Rollout rollout, String outcome) {
        return new Rollout(
                rollout.number(),
                rollout.version(),
                rollout.targetVersion(),
                rollout.state(),
                rollout.waitKey(),
                outcome,
                rollout.description(),
                rollout.desiredTotal(),
                rollout.placed(),
                rollout.healthy(),
                rollout.unhealthy(),
                rollout.progressBy());
    }
}
