package dev.slipway.model;

/**
 * Identifies a job for ever; versions and deployments are counted per key.
 *
 * @param project tenant
 * @param environment environment of that project
 * @param region region of that environment, {@code local} on a single machine
 * @param name job name
 */
public record JobKey(String project, String environment, String region, String name) {
    /** Region of installations that have one. */
    public static final String LOCAL_REGION = "local";

    public JobKey {
        Names.require("project", project);
        Names.require("environment", environment);
        Names.require("region", region);
        Names.require("job", name);
    }

    /** {@code <project>/<environment>/<region>/<name>}. */
    public String text() {
        return project + "/" + environment + "/" + region + "/" + name;
    }

    /** {@code deploy/<project>/<environment>/<region>/<job>/<number>}, id of a DeploymentWorkflow. */
    public String deploymentWorkflowId(long number) {
        return "deploy/" + text() + "/" + number;
    }

    public static JobKey of(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 4) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "not a job key: " + text);
        }
        return new JobKey(parts[0], parts[1], parts[2], parts[3]);
    }
}
