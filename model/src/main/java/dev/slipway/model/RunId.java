package dev.slipway.model;

/**
 * Identifies a run; its text is the workflow id of its PipelineRunWorkflow.
 *
 * @param project owner of the pipeline
 * @param pipeline registered pipeline name
 * @param number 1 and up, counted per pipeline
 */
public record RunId(String project, String pipeline, long number) {
    public RunId {
        Names.require("project", project);
        Names.require("pipeline", pipeline);
        if (number < 1) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "run number must be at least 1");
        }
    }

    /** {@code run/<project>/<pipeline>/<number>}. */
    public String workflowId() {
        return "run/" + project + "/" + pipeline + "/" + number;
    }

    public static RunId ofWorkflowId(String workflowId) {
        String[] parts = workflowId.split("/", -1);
        if (parts.length != 4 || !parts[0].equals("run")) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "not a run id: " + workflowId);
        }
        return new RunId(parts[1], parts[2], Long.parseLong(parts[3]));
    }
}
