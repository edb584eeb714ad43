package dev.slipway.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What starts a pipeline by the clock.
 *
 * @param commit commit at the tip of the default ref that says so; null when none ever did
 * @param lastRun newest run one of them started; null when there is none
 * @param trouble why the last time one was due started no run; null when it did
 */
public record SchedulesView(
        List<ScheduleView> schedules,
        @Nullable String commit,
        @Nullable RunView lastRun,
        @Nullable ScheduleTrouble trouble) {
    public SchedulesView {
        schedules = List.copyOf(schedules);
    }
}
