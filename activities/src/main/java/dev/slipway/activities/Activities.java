package dev.slipway.activities;

import dev.slipway.activities.source.TreeArchive;
import dev.slipway.model.DataSize;
import dev.slipway.store.Database;
import dev.slipway.store.content.SealedSecretStore;
import dev.slipway.store.infra.InfraPlans;
import dev.slipway.store.infra.InfraStates;
import java.util.List;

/**
 * Every activity, wired.
 *
 * @param main activities of queue {@code slipway}
 * @param source activities of queue {@code slipway-source}
 * @param provision activities of queue {@code slipway-provision}
 * @param finish ends runs whose workflow can say nothing any more
 */
public record Activities(List<Object> main, List<Object> source, List<Object> provision, FinishStep finish) {
    private static final DataSize LARGEST_TREE = DataSize.ofMebibytes(2_048);

    public Activities {
        main = List.copyOf(main);
        source = List.copyOf(source);
        provision = List.copyOf(provision);
    }

    public static Activities create(ActivityParts parts) {
        Database database = parts.database();
        Definitions definitions = new Definitions(database, new TreeFiles(parts.source()));
        CommitStatusPost statuses = new CommitStatusPost(parts.pageUrl());
        WaitStep waits = new WaitStep(database, new HandOverPoll(parts.outbound()));
        FinishStep finish = new FinishStep(database, definitions, statuses, parts.clock());
        ScheduleNotes schedules = new ScheduleNotes(database, parts.source(), parts.clock());
        CommitStep commits = new CommitStep(database, parts.source(), definitions, statuses, schedules);
        RunSteps steps = steps(parts, definitions, commits, statuses, waits, finish);
        return new Activities(
                List.of(
                        new RunActivitiesImplementation(steps),
                        new DeploymentActivitiesImplementation(database, waits, parts.news()),
                        new EnvironmentActivitiesImplementation(database)),
                List.of(
                        new SourceActivitiesImplementation(commits),
                        new ScheduleActivitiesImplementation(new ScheduleStep(database, parts.source(), parts.runs()))),
                List.of(provision(parts, definitions)),
                finish);
    }

    private static RunSteps steps(
            ActivityParts parts,
            Definitions definitions,
            CommitStep commits,
            CommitStatusPost statuses,
            WaitStep waits,
            FinishStep finish) {
        Database database = parts.database();
        RunContexts contexts = new RunContexts(database, definitions);
        ActionStep actions = new ActionStep(database, parts.actions(), parts.decisions());
        InfraPlans plans = new InfraPlans(database, parts.sealer());
        InfraStates states = new InfraStates(database, parts.sealer());
        SealedSecretStore secrets = new SealedSecretStore(database, parts.sealer());
        return new RunSteps(
                new BeginStep(database, definitions, commits, statuses),
                new OpenRun(database),
                new VerifyStep(database, parts.policy(), definitions),
                new TaskSteps(
                        database,
                        contexts,
                        new TestReports(parts.artifacts(), new TreeArchive(parts.artifacts(), LARGEST_TREE))),
                new LockStep(database, contexts),
                new RequestStep(database, definitions, new StageArtifacts(parts.artifacts()), plans, parts.policy()),
                new ApprovalStep(database, contexts, actions, parts.clock()),
                actions,
                new ConfigureStep(database, secrets, states),
                new BeforeStep(database),
                new HandOverStep(database, contexts, parts.sealer(), parts.callbackUrl(), parts.clock()),
                new RevertStep(database),
                waits,
                finish);
    }

    private static ProvisionActivitiesImplementation provision(ActivityParts parts, Definitions definitions) {
        Database database = parts.database();
        InfraStates states = new InfraStates(database, parts.sealer());
        ModuleWork work = new ModuleWork(
                database,
                definitions,
                new StageArtifacts(parts.artifacts()),
                new TreeArchive(parts.artifacts(), LARGEST_TREE),
                new SealedSecretStore(database, parts.sealer()),
                states,
                parts.workDir(),
                parts.stateUrl());
        InfraPlans plans = new InfraPlans(database, parts.sealer());
        return new ProvisionActivitiesImplementation(database, work, parts.provisioner(), plans, states);
    }
}
