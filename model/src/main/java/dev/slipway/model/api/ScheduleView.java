package dev.slipway.model.api;

import java.time.Instant;
import java.util.List;

/**
 * A schedule of a pipeline that is in effect.
 *
 * @param index place among the schedules of the pipeline's file, from 0
 * @param cron five fields
 * @param timeZone IANA name
 * @param next the next three times it is due
 */
public record ScheduleView(int index, String cron, String timeZone, List<Instant> next) {
    public ScheduleView {
        next = List.copyOf(next);
    }
}
