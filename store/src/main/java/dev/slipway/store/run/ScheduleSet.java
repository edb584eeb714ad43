package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.Trigger;
import java.util.ArrayList;
import java.util.List;

/**
 * The schedules of a pipeline.
 *
 * @param schedules list of {@code {cron, timeZone}} as the pipeline file has them
 * @param settled the same as Temporal was told last
 * @param registration spec of the pipeline's registration
 */
public record ScheduleSet(
        String project, String pipeline, JsonNode schedules, JsonNode settled, JsonNode registration) {
    /** What is to be there by now: nothing once the operators do not want it any more. */
    public List<Trigger.Schedule> wanted() {
        PipelineRegistration.Spec spec = spec();
        if (!spec.schedules() || spec.defaultRef().isEmpty()) {
            return List.of();
        }
        List<Trigger.Schedule> wanted = new ArrayList<>();
        schedules.forEach(one -> wanted.add(ModelJson.read(one.toString(), Trigger.Schedule.class)));
        return wanted;
    }

    /** What operators fixed for the pipeline. */
    public PipelineRegistration.Spec spec() {
        return ModelJson.read(registration.toString(), PipelineRegistration.Spec.class);
    }

    /** Schedules as they are stored. */
    public static ArrayNode stored(List<Trigger.Schedule> schedules) {
        return ModelJson.mapper().valueToTree(schedules);
    }
}
