package dev.slipway.worker.temporal;

import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.api.ScheduleInput;
import dev.slipway.workflows.api.ScheduledRunWorkflow;
import dev.slipway.workflows.api.SearchKeys;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporal's schedules of pipelines; each starts a workflow that asks for a run. */
public final class PipelineSchedules {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineSchedules.class);

    /** A pipeline file has no more triggers. */
    private static final int MOST = 10;

    private static final Duration CATCH_UP = Duration.ofHours(1);
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(5);

    private final ScheduleClient client;

    public PipelineSchedules(ScheduleClient client) {
        this.client = client;
    }

    /**
     * Makes a pipeline's schedules these, by place, and removes all others of it. What is right already is not touched.
     *
     * @throws ScheduleException when the server refuses or cannot be reached
     */
    public void settle(String project, String pipeline, List<ScheduleInput> wanted) {
        for (int index = 0; index < MOST; index++) {
            ScheduleHandle handle = client.getHandle(ScheduleInput.scheduleId(project, pipeline, index));
            Optional<ScheduleInput> known = known(handle);
            if (index < wanted.size()) {
                settle(handle, known, wanted.get(index));
            } else if (known.isPresent()) {
                handle.delete();
                LOG.info("removed schedule {}", handle.getId());
            }
        }
    }

    private void settle(ScheduleHandle handle, Optional<ScheduleInput> known, ScheduleInput wanted) {
        if (known.isEmpty()) {
            create(wanted);
        } else if (!known.get().equals(wanted)) {
            handle.update(seen -> new ScheduleUpdate(schedule(wanted)));
            LOG.info("changed schedule {} to {} {}", handle.getId(), wanted.cron(), wanted.timeZone());
        }
    }

    private void create(ScheduleInput wanted) {
        try {
            client.createSchedule(
                    wanted.scheduleId(),
                    schedule(wanted),
                    ScheduleOptions.newBuilder()
                            .setTypedSearchAttributes(attributes(wanted))
                            .build());
            LOG.info("made schedule {}: {} {}", wanted.scheduleId(), wanted.cron(), wanted.timeZone());
        } catch (ScheduleAlreadyRunningException e) {
            LOG.info("schedule {} was made by another worker", wanted.scheduleId());
        }
    }

    /** What a schedule hands its workflow says what it was made from. */
    private static Optional<ScheduleInput> known(ScheduleHandle handle) {
        try {
            return handle.describe().getSchedule().getAction() instanceof ScheduleActionStartWorkflow start
                    ? Optional.of(start.getArguments().get(0, ScheduleInput.class))
                    : Optional.empty();
        } catch (ScheduleException e) {
            if (e.getCause() instanceof StatusRuntimeException status
                    && status.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Schedule schedule(ScheduleInput input) {
        return Schedule.newBuilder()
                .setSpec(ScheduleSpec.newBuilder()
                        .setCronExpressions(List.of(input.cron()))
                        .setTimeZoneName(input.timeZone())
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(CATCH_UP)
                        .build())
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(ScheduledRunWorkflow.class)
                        .setArguments(input)
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId(input.scheduleId())
                                .setTaskQueue(Queues.MAIN)
                                .setWorkflowTaskTimeout(TASK_TIMEOUT)
                                .setTypedSearchAttributes(attributes(input))
                                // The SDK cannot read back a summary that has no details beside it.
                                .setStaticSummary("run of " + input.project() + "/" + input.pipeline() + " by schedule")
                                .setStaticDetails(input.cron() + " " + input.timeZone())
                                .build())
                        .build())
                .build();
    }

    private static SearchAttributes attributes(ScheduleInput input) {
        return SearchAttributes.newBuilder()
                .set(SearchKeys.PROJECT, input.project())
                .set(SearchKeys.PIPELINE, input.pipeline())
                .build();
    }
}
