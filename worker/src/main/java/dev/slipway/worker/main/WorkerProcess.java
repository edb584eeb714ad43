package dev.slipway.worker.main;

import dev.slipway.activities.Activities;
import dev.slipway.activities.ActivityParts;
import dev.slipway.activities.AnswerNews;
import dev.slipway.activities.RunDesk;
import dev.slipway.activities.outbound.OutboundClient;
import dev.slipway.activities.outbound.OutboundNetworks;
import dev.slipway.activities.source.GitSettings;
import dev.slipway.activities.source.GitSourceRepository;
import dev.slipway.audit.KeptNote;
import dev.slipway.audit.note.NoteKey;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.witness.WitnessClient;
import dev.slipway.identity.AesSealer;
import dev.slipway.identity.Ed25519ActionChecker;
import dev.slipway.identity.ServiceTokens;
import dev.slipway.model.Digest;
import dev.slipway.policies.OpaEngine;
import dev.slipway.policies.PolicyGateway;
import dev.slipway.provisioners.TerraformProvisioner;
import dev.slipway.provisioners.TerraformSettings;
import dev.slipway.provisioners.sandbox.SandboxSettings;
import dev.slipway.provisioners.sandbox.SandboxedRunner;
import dev.slipway.scheduler.SchedulerSettings;
import dev.slipway.scheduler.loop.EvaluationLoop;
import dev.slipway.scheduler.proxy.ProxyLoop;
import dev.slipway.scheduler.watch.NodeWatch;
import dev.slipway.store.Database;
import dev.slipway.store.DecisionStore;
import dev.slipway.store.Notifications;
import dev.slipway.store.audit.AuditLog;
import dev.slipway.store.content.FileArtifactStore;
import dev.slipway.store.content.SealedSecretStore;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.upkeep.CleanUp;
import dev.slipway.worker.audit.AuditRetention;
import dev.slipway.worker.audit.AuditSequencer;
import dev.slipway.worker.audit.CheckpointSigner;
import dev.slipway.worker.audit.WitnessWork;
import dev.slipway.worker.loop.CleanUpLoop;
import dev.slipway.worker.loop.Loop;
import dev.slipway.worker.loop.ScheduleKeeper;
import dev.slipway.worker.loop.Sequencer;
import dev.slipway.worker.loop.Sweeper;
import dev.slipway.worker.progress.ProgressInterceptor;
import dev.slipway.worker.relay.OutboundHosts;
import dev.slipway.worker.relay.Relay;
import dev.slipway.worker.relay.TemporalSender;
import dev.slipway.worker.relay.WebhookSender;
import dev.slipway.worker.temporal.PipelineSchedules;
import dev.slipway.worker.temporal.TemporalConnection;
import dev.slipway.worker.temporal.TemporalWorkers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running worker: everything it consists of, in the order it is started; it is stopped in the opposite one. */
public final class WorkerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final Duration YOUNG = Duration.ofSeconds(30);
    private static final int SIGNALS_AT_ONCE = 32;
    private static final int POSTS_AT_ONCE = 16;
    private static final Duration SIGNAL_LEASE = Duration.ofSeconds(5);
    /** Rollouts that are over sooner cost one workflow task; a longer one would hold up cancels. */
    private static final Duration LISTEN = Duration.ofMillis(1_200);

    private static final Duration POST_LEASE = Duration.ofSeconds(15);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile boolean ready;

    /** HAProxy is started once the worker is ready, so by then its configuration must be there. */
    private volatile BooleanSupplier proxied = () -> true;

    private WorkerProcess() {}

    /** Starts a worker; when it cannot be started, what was started is stopped again. */
    public static WorkerProcess start(WorkerConfiguration configuration) throws IOException {
        WorkerProcess process = new WorkerProcess();
        try {
            process.run(configuration);
            return process;
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    @Override
    public void close() {
        ready = false;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                // The others must be stopped all the same.
                LOG.warn("a part of the worker did not stop as it should", e);
            }
        }
    }

    private void run(WorkerConfiguration configuration) throws IOException {
        keep(new HealthPort(configuration.healthPort(), () -> ready && proxied.getAsBoolean()));
        Database database = keep(Database.open(configuration.database()));
        Database recorder = keep(Database.open(configuration.recorderDatabase()));
        TemporalConnection temporal = keep(new TemporalConnection(configuration.temporal()));
        temporal.registerSearchAttributes();
        AnswerNews answers = new AnswerNews(LISTEN);
        OutboundClient outbound = keep(new OutboundClient(
                new OutboundHosts(database), OutboundNetworks.opening(configuration.outboundNetworks())));
        Activities activities = activities(configuration, database, recorder, outbound, answers);
        TemporalWorkers workers = keep(new TemporalWorkers(
                temporal.client(),
                new ProgressInterceptor(database),
                activities.main(),
                activities.source(),
                activities.provision()));
        workers.start();
        loops(configuration, database, temporal, outbound, activities, answers);
        audit(configuration, database);
        ready = true;
        LOG.info("the worker is ready");
    }

    private Activities activities(
            WorkerConfiguration configuration,
            Database database,
            Database recorder,
            OutboundClient outbound,
            AnswerNews news)
            throws IOException {
        AesSealer sealer = AesSealer.of(configuration.sealKeyFile());
        SandboxedRunner runner = new SandboxedRunner(
                SandboxSettings.strict(folder(configuration.dataDir().resolve("sandbox"))));
        FileArtifactStore artifacts = new FileArtifactStore(configuration.artifactsDir());
        OpaEngine internal = keep(new OpaEngine(configuration.policies().internal()));
        OpaEngine external = keep(new OpaEngine(configuration.policies().external()));
        byte[] redaction = Digest.of("redaction\n" + Files.readString(configuration.sealKeyFile()))
                .value()
                .getBytes(StandardCharsets.US_ASCII);
        TerraformSettings terraform = TerraformSettings.of(
                        folder(configuration.dataDir().resolve("terraform")), redaction)
                .withProgram(configuration.terraform());
        DecisionStore decisions = new DecisionStore(recorder);
        return Activities.create(new ActivityParts(
                database,
                decisions,
                new PolicyGateway(List.of(internal, external), decisions, Clock.systemUTC()),
                Ed25519ActionChecker.of(configuration.actionPublicKeyFile()),
                sealer,
                artifacts,
                new GitSourceRepository(
                        GitSettings.of(folder(configuration.dataDir().resolve("git"))), artifacts, runner),
                new TerraformProvisioner(terraform, runner),
                outbound,
                folder(configuration.dataDir().resolve("work")),
                configuration.apiUrl(),
                configuration.callbackUrl(),
                configuration.callbackUrl(),
                new RunDesk(
                        configuration.apiUrl(),
                        ServiceTokens.of(configuration.servicePrivateKeyFile(), Clock.systemUTC())),
                news,
                Clock.systemUTC()));
    }

    private void loops(
            WorkerConfiguration configuration,
            Database database,
            TemporalConnection temporal,
            OutboundClient outbound,
            Activities activities,
            AnswerNews answers) {
        AesSealer sealer = AesSealer.of(configuration.sealKeyFile());
        Map<String, Consumer<String>> news = new HashMap<>();
        Relay signals = keep(new Relay(
                database, TemporalSender.KINDS, new TemporalSender(temporal.client()), SIGNALS_AT_ONCE, SIGNAL_LEASE));
        WebhookSender receivers = new WebhookSender(
                database, outbound, new SealedSecretStore(database, sealer), sealer, Clock.systemUTC());
        Relay posts = keep(new Relay(database, WebhookSender.KINDS, receivers, POSTS_AT_ONCE, POST_LEASE));
        Loop signalLoop = keep(new Loop("relay-temporal", signals));
        Loop postLoop = keep(new Loop("relay-posts", posts));
        signals.whenMore(signalLoop::wake);
        posts.whenMore(postLoop::wake);
        Loop sequencer = keep(new Loop("sequencer", new Sequencer(database)));
        InfraStates states = new InfraStates(database, sealer);
        keep(new Loop("sweeper", new Sweeper(database, temporal.client(), activities.finish(), states, YOUNG)));
        keep(new Loop("clean-up", new CleanUpLoop(new CleanUp(database, configuration.kept()))));
        EvaluationLoop evaluations = keep(new EvaluationLoop(database, SchedulerSettings.DEFAULT));
        NodeWatch watch =
                keep(new NodeWatch(database, Duration.ofMillis(configuration.nodeLeaseMillis()), NodeWatch.MARGIN));
        news.put("slipway_outbox", kind -> {
            if (!WebhookSender.KINDS.contains(kind)) {
                signalLoop.wake();
            }
            if (!TemporalSender.KINDS.contains(kind)) {
                postLoop.wake();
            }
        });
        PipelineSchedules pipelineSchedules = new PipelineSchedules(temporal.schedules());
        Loop schedules = keep(new Loop("schedules", new ScheduleKeeper(database, pipelineSchedules, System::nanoTime)));
        news.put(ScheduleKeeper.CHANNEL, payload -> schedules.wake());
        news.put(AnswerNews.CHANNEL, answers::heard);
        news.put("slipway_event", payload -> sequencer.wake());
        news.put(EvaluationLoop.CHANNEL, payload -> evaluations.wake());
        news.put(NodeWatch.CHANNEL, watch::heard);
        if (configuration.proxy() != null) {
            ProxyLoop proxy = keep(new ProxyLoop(database, configuration.proxy()));
            proxied = proxy::configured;
            news.put(ProxyLoop.CHANNEL, payload -> proxy.wake());
        }
        keep(new Notifications(database, news));
    }

    private void audit(WorkerConfiguration configuration, Database database) throws IOException {
        WorkerConfiguration.Audit audit = configuration.audit();
        Runnable afterSigning = () -> {};
        if (audit.witnessUrl() != null && audit.witnessKeyFile() != null) {
            NoteKey witness =
                    NoteKey.parse(Files.readString(audit.witnessKeyFile()).strip());
            WitnessClient client = keep(new WitnessClient(audit.witnessUrl()));
            Loop asking = keep(new Loop("audit-witness", new WitnessWork(database, client, witness)));
            afterSigning = asking::wake;
        }
        KeptNote signed =
                new KeptNote(folder(configuration.dataDir().resolve("audit")).resolve("signed"));
        NoteSigner key = NoteSigner.read(audit.keyFile());
        database.useTransaction(handle -> AuditLog.announce(handle, key.key().text()));
        CheckpointSigner signer = new CheckpointSigner(database, key, signed);
        keep(new Loop("audit-sequencer", new AuditSequencer(database, signer, afterSigning)));
        if (audit.retention() != null) {
            keep(new Loop("audit-retention", new AuditRetention(database, audit.retention())));
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder);
    }
}
