package dev.slipway.workflows.api;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** Search attributes, all keywords, registered when an installation is set up. They carry nothing personal. */
public final class SearchKeys {
    public static final SearchAttributeKey<String> PROJECT = SearchAttributeKey.forKeyword("Project");
    public static final SearchAttributeKey<String> PIPELINE = SearchAttributeKey.forKeyword("Pipeline");
    public static final SearchAttributeKey<String> ENVIRONMENT = SearchAttributeKey.forKeyword("Environment");
    public static final SearchAttributeKey<String> JOB = SearchAttributeKey.forKeyword("Job");
    public static final SearchAttributeKey<String> STEP = SearchAttributeKey.forKeyword("Step");
    public static final SearchAttributeKey<String> STATUS = SearchAttributeKey.forKeyword("Status");
    public static final SearchAttributeKey<String> COMMIT = SearchAttributeKey.forKeyword("Commit");
    public static final SearchAttributeKey<String> PRINCIPAL = SearchAttributeKey.forKeyword("Principal");
    public static final SearchAttributeKey<String> RUNBOOK = SearchAttributeKey.forKeyword("Runbook");

    private SearchKeys() {}

    /** Every name, for registration at set-up. */
    public static List<String> names() {
        return List.of("Project", "Pipeline", "Environment", "Job", "Step", "Status", "Commit", "Principal", "Runbook");
    }
}
