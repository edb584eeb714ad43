package dev.slipway.store.infra;

import dev.slipway.model.Names;

/**
 * Names the state of one infrastructure module in one environment.
 *
 * @param project owner
 * @param environment what the module provisions
 * @param module name in the pipeline file
 */
public record StateAddress(String project, String environment, String module) {
    public StateAddress {
        Names.require("project", project);
        Names.require("environment", environment);
        Names.require("module", module);
    }

    /** {@code <project>/<environment>/<module>}, the end of the state back end's URL. */
    public String path() {
        return project + "/" + environment + "/" + module;
    }
}
