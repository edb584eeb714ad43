package dev.slipway.workflows.api;

/**
 * One schedule of a pipeline.
 *
 * @param index place among the schedules of the pipeline's file, from 0
 * @param cron five fields
 * @param timeZone IANA name
 */
public record ScheduleInput(String project, String pipeline, int index, String cron, String timeZone) {
    /** Id of the schedule, and beginning of the ids of the workflows it starts. */
    public String scheduleId() {
        return scheduleId(project, pipeline, index);
    }

    /** Id of a schedule by its place. */
    public static String scheduleId(String project, String pipeline, int index) {
        return "schedule/" + project + "/" + pipeline + "/" + index;
    }
}
