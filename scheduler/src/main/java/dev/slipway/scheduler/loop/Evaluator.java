package dev.slipway.scheduler.loop;

import dev.slipway.model.JobKey;
import dev.slipway.scheduler.SchedulerSettings;
import dev.slipway.scheduler.core.Planner;
import dev.slipway.scheduler.core.State;
import dev.slipway.store.Database;
import dev.slipway.store.placement.BuildLimit;
import dev.slipway.store.placement.ClaimedEvaluation;
import dev.slipway.store.placement.JobSnapshot;
import dev.slipway.store.placement.PlacedAllocation;
import dev.slipway.store.placement.PlacementPlan;
import dev.slipway.store.placement.PlanConflictException;
import dev.slipway.store.placement.Plans;
import dev.slipway.store.placement.Rollout;
import dev.slipway.store.placement.Snapshots;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at one job, from claim to commit in one transaction. */
final class Evaluator {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);
    private static final Duration LONGEST_PUT_OFF = Duration.ofSeconds(10);
    private static final String CHECK_VIOLATION = "23514";
    private static final Set<String> CONFLICTS = Set.of(CHECK_VIOLATION, "23505", "40001", "40P01");

    private final Database database;
    private final Planner planner;
    private final Duration drain;
    private final Runnable help;
    private final SpecCache specs = new SpecCache();

    /** @param help called when more than one evaluation is due */
    Evaluator(Database database, SchedulerSettings settings, Runnable help) {
        this.help = help;
        this.database = database;
        this.planner = new Planner(settings.planner(), UUID::randomUUID);
        this.drain = settings.drain();
    }

    /**
     * Evaluates the job that is due longest.
     *
     * @param longest most that is answered
     * @return time until another is due, empty when none was due or other threads hold them
     */
    Optional<Duration> evaluateNext(Duration longest) {
        AtomicReference<ClaimedEvaluation> claimed = new AtomicReference<>();
        try {
            return database.inTransaction(handle -> {
                Optional<ClaimedEvaluation> evaluation = Plans.claim(handle);
                evaluation.ifPresent(one -> {
                    claimed.set(one);
                    if (one.more()) {
                        help.run();
                    }
                    evaluate(handle, one);
                });
                return evaluation.map(one -> one.untilNext(longest));
            });
        } catch (RuntimeException e) {
            ClaimedEvaluation evaluation = claimed.get();
            if (evaluation == null) {
                throw e;
            }
            putOff(evaluation, e);
            return Optional.of(Duration.ZERO);
        }
    }

    private void evaluate(Handle handle, ClaimedEvaluation evaluation) {
        JobSnapshot snapshot = Snapshots.job(handle, evaluation.jobKey());
        State state = new State(
                snapshot.now(),
                snapshot.job(),
                snapshot.rollout(),
                specs.get(handle, evaluation.jobKey(), versions(snapshot)),
                snapshot.allocations());
        PlacementPlan plan = planner.plan(
                state,
                pool -> Snapshots.nodes(handle, pool),
                () -> BuildLimit.allowance(handle, JobKey.of(evaluation.jobKey())));
        Plans.commit(handle, evaluation, plan, drain);
    }

    private static Set<Long> versions(JobSnapshot snapshot) {
        Set<Long> versions = new TreeSet<>();
        versions.add(snapshot.job().desiredVersion());
        Rollout rollout = snapshot.rollout();
        if (rollout != null) {
            versions.add(rollout.version());
            versions.add(rollout.targetVersion());
        }
        snapshot.allocations().stream()
                .filter(PlacedAllocation::isLive)
                .forEach(allocation -> versions.add(allocation.version()));
        versions.remove(0L);
        return versions;
    }

    /** A conflict is news that came too late for the plan, so the job is looked at again at once. */
    private void putOff(ClaimedEvaluation evaluation, RuntimeException error) {
        boolean conflict = isConflict(error);
        Duration delay = conflict && evaluation.attempts() < 3
                ? Duration.ZERO
                : min(Duration.ofMillis(100L << Math.min(evaluation.attempts(), 8)), LONGEST_PUT_OFF);
        if (conflict) {
            LOG.info("plan of {} came too late, looking again: {}", evaluation.jobKey(), error.getMessage());
        } else {
            LOG.error("cannot evaluate {}, trying again in {}", evaluation.jobKey(), delay, error);
        }
        database.useTransaction(handle -> Plans.putOff(handle, evaluation, delay, String.valueOf(error.getMessage())));
    }

    private static boolean isConflict(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PlanConflictException
                    || (cause instanceof SQLException sql && CONFLICTS.contains(String.valueOf(sql.getSQLState())))) {
                return true;
            }
        }
        return false;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
