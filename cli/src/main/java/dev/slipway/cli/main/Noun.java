package dev.slipway.cli.main;

import dev.slipway.cli.audit.AuditVerbs;
import dev.slipway.cli.job.JobVerbs;
import dev.slipway.cli.operate.OperateVerbs;
import dev.slipway.cli.registry.RegistryVerbs;
import dev.slipway.cli.run.RunVerbs;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.token.TokenVerbs;
import java.util.List;
import java.util.Locale;

/** What commands are about. The classes of a noun are loaded when it is used. */
enum Noun {
    PROJECT("Look at registered projects."),
    ENVIRONMENT("Look at registered environments."),
    PIPELINE("Check files, look at registered pipelines."),
    RUN("Start, watch and steer runs."),
    JOB("Look at jobs, take them back to an earlier version."),
    SERVICE("Look at services."),
    ALLOCATION("Look at placed instances and what they wrote."),
    NODE("Look at nodes, let machines join."),
    ARTIFACT("Upload and download artifacts by digest."),
    SECRET("Keep a project's secrets."),
    TOKEN("Make and end tokens for scripts."),
    AUDIT("Read the audit log, check it, prove what it says.");

    private final String summary;

    Noun(String summary) {
        this.summary = summary;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String summary() {
        return summary;
    }

    List<Verb> verbs(Session session) {
        return switch (this) {
            case PROJECT -> RegistryVerbs.ofProjects(session);
            case ENVIRONMENT -> RegistryVerbs.ofEnvironments(session);
            case PIPELINE -> RegistryVerbs.ofPipelines(session);
            case RUN -> RunVerbs.of(session);
            case JOB -> JobVerbs.ofJobs(session);
            case SERVICE -> JobVerbs.ofServices(session);
            case ALLOCATION -> JobVerbs.ofAllocations(session);
            case NODE -> OperateVerbs.ofNodes(session);
            case ARTIFACT -> OperateVerbs.ofArtifacts(session);
            case SECRET -> OperateVerbs.ofSecrets(session);
            case TOKEN -> TokenVerbs.of(session);
            case AUDIT -> AuditVerbs.of(session);
        };
    }
}
