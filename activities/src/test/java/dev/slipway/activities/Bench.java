package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.activities.outbound.OutboundClient;
import dev.slipway.activities.outbound.OutboundNetworks;
import dev.slipway.identity.ActionText;
import dev.slipway.identity.AesSealer;
import dev.slipway.identity.Ed25519ActionChecker;
import dev.slipway.identity.Ed25519ActionSigner;
import dev.slipway.identity.KeyFiles;
import dev.slipway.identity.ServiceTokens;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunId;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.files.EnvironmentFile;
import dev.slipway.model.files.FileReader;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.ProjectFile;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import dev.slipway.model.spi.Decision;
import dev.slipway.policies.PolicyGateway;
import dev.slipway.store.DecisionStore;
import dev.slipway.store.Waits;
import dev.slipway.store.content.FileArtifactStore;
import dev.slipway.store.content.SealedSecretStore;
import dev.slipway.store.door.ActionDoor;
import dev.slipway.store.door.NewRun;
import dev.slipway.store.door.Precondition;
import dev.slipway.store.door.Registry;
import dev.slipway.store.door.RunDoor;
import dev.slipway.store.door.SignedAction;
import dev.slipway.store.testing.TestingDatabase;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.DeploymentActivities;
import dev.slipway.workflows.api.EnvironmentActivities;
import dev.slipway.workflows.api.ProvisionActivities;
import dev.slipway.workflows.api.RequestInput;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunActivities;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.ScheduleActivities;
import dev.slipway.workflows.api.SourceActivities;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A project with its files, the activities on it, and shorthands for what the API, the scheduler and people do. */
final class Bench implements AutoCloseable {
    static final String REF = "refs/heads/main";
    final TestingDatabase database = TestingDatabase.create();
    final ScriptedProvisioner provisioner = new ScriptedProvisioner();
    final FileArtifactStore artifacts;
    final FolderSource source;
    final AesSealer sealer;
    final Ed25519ActionSigner signer;
    final RunActivities run;
    final DeploymentActivities deployment;
    final EnvironmentActivities environment;
    final SourceActivities commits;
    final ProvisionActivities provision;
    final ScheduleActivities schedules;
    final AnswerNews news;
    final Registry registry = new Registry(database.api());
    private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    private final FileReader reader = new FileReader();

    Bench(Path folder) throws IOException {
        this(folder, Duration.ofMillis(10));
    }

    /** @param listening how long the opening of a rollout listens for its end */
    Bench(Path folder, Duration listening) throws IOException {
        news = new AnswerNews(listening);
        artifacts = new FileArtifactStore(folder.resolve("artifacts"));
        source = new FolderSource(folder, artifacts);
        sealer = AesSealer.of(KeyFiles.generateSealKey(folder, "seal"));
        KeyFiles.Pair keys = KeyFiles.generateEd25519(folder, "actions");
        signer = Ed25519ActionSigner.of(keys.privateKey());
        DecisionStore decisions = new DecisionStore(database.recorder());
        Activities activities = Activities.create(new ActivityParts(
                database.worker(),
                decisions,
                new PolicyGateway(PolicyServers.engines(), decisions, Clock.systemUTC()),
                Ed25519ActionChecker.of(keys.publicKey()),
                sealer,
                artifacts,
                source,
                provisioner,
                new OutboundClient((project, host, port) -> true, OutboundNetworks.opening(List.of("127.0.0.0/8"))),
                Files.createDirectories(folder.resolve("work")),
                URI.create("http://127.0.0.1:1"),
                URI.create("http://127.0.0.1:2"),
                URI.create("http://127.0.0.1:3"),
                new RunDesk(
                        URI.create("http://127.0.0.1:1"),
                        ServiceTokens.of(
                                KeyFiles.generateEd25519(folder, "service").privateKey(), Clock.systemUTC())),
                news,
                Clock.systemUTC()));
        Object[] all = Stream.of(activities.main(), activities.source(), activities.provision())
                .flatMap(List::stream)
                .toArray();
        temporal.registerActivitiesImplementations(all);
        run = (RunActivities) activities.main().get(0);
        deployment = (DeploymentActivities) activities.main().get(1);
        environment = (EnvironmentActivities) activities.main().get(2);
        commits = temporal.newActivityStub(SourceActivities.class);
        schedules = temporal.newActivityStub(ScheduleActivities.class);
        provision = temporal.newActivityStub(ProvisionActivities.class);
        register(Samples.PROJECT, Samples.STAGING, Samples.PRODUCTION);
    }

    /** Registers project, environments and the pipeline {@code web}. */
    private void register(String project, String... environments) {
        ProjectFile file = reader.project(bytes(project)).orThrow(ErrorCode.VALIDATION_FAILED);
        registry.put(file, new Precondition.Absent(), "test");
        for (String text : environments) {
            EnvironmentFile environmentFile = reader.environment(bytes(text)).orThrow(ErrorCode.VALIDATION_FAILED);
            registry.put("shop", environmentFile, new Precondition.Absent(), "test");
        }
        PipelineRegistration pipeline =
                reader.registration(bytes(Samples.REGISTRATION)).orThrow(ErrorCode.VALIDATION_FAILED);
        registry.put("shop", pipeline, new Precondition.Absent(), "test");
    }

    /** Puts a new revision of an environment. */
    void change(String environmentText, long revision) {
        EnvironmentFile file = reader.environment(bytes(environmentText)).orThrow(ErrorCode.VALIDATION_FAILED);
        registry.put("shop", file, new Precondition.Revision(revision), "test");
    }

    /** A run of these files, as the API accepts it. */
    RunInput accept(Map<String, String> files, boolean dryRun, StartRun.HandedArtifact... handed)
            throws IOException, InterruptedException {
        return accept(StartRun.request(REF, source.commit(files), dryRun, List.of(handed)));
    }

    /** A run because of a push of these files onto a commit. */
    RunInput push(Map<String, String> files, @Nullable String before) throws IOException, InterruptedException {
        return accept(new StartRun(REF, source.commit(files), false, List.of(), new StartRun.Push(before)));
    }

    private RunInput accept(StartRun asked) {
        RunDoor door = new RunDoor(database.api());
        long number = door.reserve("shop", "web");
        NewRun accepted = new NewRun(new RunId("shop", "web", number), asked, credential("ci", "ci"));
        database.api().useTransaction(handle -> door.accept(handle, accepted));
        return new RunInput("shop", "web", number, 1, asked.dryRun(), null, null);
    }

    /** Steps 1 and 2 of a run. */
    CommitResult begin(RunInput input) {
        run.begin(input);
        RunRef ref = input.ref();
        String commit = value("select commit_id from run where id = '" + ref.workflowId() + "'");
        CommitResult result = commits.commit(ref, REF, commit);
        run.verify(ref, result);
        return result;
    }

    RequestResult request(RunRef ref, CommitResult commit, String stage) {
        return run.request(new RequestInput(ref, stage, commit.tree(), null));
    }

    static VerifiedCredential credential(String subject, String... groups) {
        return new VerifiedCredential(
                "https://idp",
                subject,
                subject,
                List.of(groups),
                UUID.randomUUID().toString(),
                Digest.of(subject),
                Instant.now().plusSeconds(300),
                ModelJson.mapper().createObjectNode());
    }

    /** An action as the API stores it; returns its id. */
    String act(RunRef ref, String kind, String stage, String target, String who, String... groups) {
        SignedAction action = signed(ref, kind, stage, target, who, List.of(groups), Duration.ofMinutes(10));
        database.api().useTransaction(handle -> new ActionDoor(database.api()).tell(handle, action));
        return action.id().toString();
    }

    SignedAction signed(
            RunRef ref, String kind, String stage, String target, String who, List<String> groups, Duration validity) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        UUID id = UUID.randomUUID();
        String decision = decision(ref, stage, "action", id.toString());
        String principal = "https://idp#" + who;
        ActionText text = new ActionText(
                id,
                ref.workflowId(),
                ref.generation(),
                stage,
                kind,
                principal,
                who,
                groups,
                "",
                target,
                id + "-n",
                decision,
                now,
                now.plus(validity));
        return new SignedAction(
                id,
                ref.workflowId(),
                ref.generation(),
                stage,
                kind,
                principal,
                who,
                groups,
                "",
                target,
                id + "-n",
                decision,
                signer.sign(text.text()),
                now,
                now.plus(validity));
    }

    /** A stored allow. */
    String decision(RunRef ref, String stage, String step, String id) {
        JsonNode none = ModelJson.mapper().createArrayNode();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new DecisionStore(database.recorder())
                .record(new Decision(
                        id,
                        ref.workflowId(),
                        ref.generation(),
                        stage,
                        step,
                        "action",
                        Digest.of(id),
                        true,
                        none,
                        none,
                        none,
                        now,
                        now.plusSeconds(600)))
                .id();
    }

    /** The scheduler's answer to the open deployment of a job. */
    void answer(String waitKey, String outcome) {
        database.worker().useTransaction(handle -> Waits.answer(handle, waitKey, outcome, outcome + " it is"));
    }

    void secret(String name, String value) {
        new SealedSecretStore(database.api(), sealer).put("shop", name, bytes(value));
    }

    /** Changes rows by SQL, as the owner. */
    void owner(String sql) {
        database.owner().jdbi().useHandle(handle -> handle.execute(sql));
    }

    /** One value by SQL, as the owner. */
    String value(String sql) {
        return database.owner()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).findOne())
                .orElse("");
    }

    /** Bodies and headers of messages of a kind. */
    List<JsonNode> outbox(String kind) {
        return database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select payload from outbox where kind = :kind order by id")
                        .bind("kind", kind)
                        .mapTo(JsonNode.class)
                        .list());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        temporal.close();
        database.close();
    }
}
