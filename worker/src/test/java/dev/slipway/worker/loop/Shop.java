package dev.slipway.worker.loop;

import dev.slipway.activities.Activities;
import dev.slipway.activities.ActivityParts;
import dev.slipway.activities.AnswerNews;
import dev.slipway.activities.RunDesk;
import dev.slipway.activities.outbound.OutboundClient;
import dev.slipway.activities.outbound.OutboundNetworks;
import dev.slipway.activities.source.GitSettings;
import dev.slipway.activities.source.GitSourceRepository;
import dev.slipway.identity.AesSealer;
import dev.slipway.identity.Ed25519ActionChecker;
import dev.slipway.identity.KeyFiles;
import dev.slipway.identity.ServiceTokens;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.files.FileReader;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.spi.Decision;
import dev.slipway.policies.PolicyGateway;
import dev.slipway.provisioners.TerraformProvisioner;
import dev.slipway.provisioners.TerraformSettings;
import dev.slipway.provisioners.sandbox.SandboxSettings;
import dev.slipway.provisioners.sandbox.SandboxedRunner;
import dev.slipway.store.DecisionStore;
import dev.slipway.store.content.FileArtifactStore;
import dev.slipway.store.door.Precondition;
import dev.slipway.store.door.Registry;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.testing.TestingDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A project whose runs and rollouts a sweeper looks after. */
final class Shop implements AutoCloseable {
    static final String RUN = "run/shop/web/1";
    static final String DEPLOYMENT = "deploy/shop/staging/local/web/1";

    private static final String REGISTRATION = """
            apiVersion: slipway/v1
            kind: PipelineRegistration
            metadata: {name: web, project: shop}
            spec:
              repository: /repositories/web
              commitStatus: {url: "http://forge.example/statuses/{commit}"}
            """;

    final TestingDatabase database = TestingDatabase.create();
    final Activities activities;
    final InfraStates states;

    Shop(Path folder) throws IOException {
        AesSealer sealer = AesSealer.of(KeyFiles.generateSealKey(folder, "seal"));
        states = new InfraStates(database.worker(), sealer);
        DecisionStore decisions = new DecisionStore(database.recorder());
        FileArtifactStore artifacts = new FileArtifactStore(folder.resolve("artifacts"));
        SandboxedRunner runner =
                new SandboxedRunner(SandboxSettings.strict(Files.createDirectories(folder.resolve("sandbox"))));
        activities = Activities.create(new ActivityParts(
                database.worker(),
                decisions,
                new PolicyGateway(List.of(), decisions, Clock.systemUTC()),
                Ed25519ActionChecker.of(
                        KeyFiles.generateEd25519(folder, "actions").publicKey()),
                sealer,
                artifacts,
                new GitSourceRepository(
                        GitSettings.of(Files.createDirectories(folder.resolve("git"))), artifacts, runner),
                new TerraformProvisioner(
                        TerraformSettings.of(Files.createDirectories(folder.resolve("terraform")), new byte[32]),
                        runner),
                new OutboundClient((project, host, port) -> true, OutboundNetworks.opening(List.of("127.0.0.0/8"))),
                Files.createDirectories(folder.resolve("work")),
                URI.create("http://127.0.0.1:1"),
                URI.create("http://127.0.0.1:1"),
                URI.create("http://127.0.0.1:1"),
                new RunDesk(
                        URI.create("http://127.0.0.1:1"),
                        ServiceTokens.of(
                                KeyFiles.generateEd25519(folder, "service").privateKey(), Clock.systemUTC())),
                new AnswerNews(Duration.ZERO),
                Clock.systemUTC()));
        sql("insert into project (name, spec) values ('shop', '{}')");
        sql("insert into environment (project, name, spec) values ('shop', 'staging', '{}')");
        PipelineRegistration registration = new FileReader()
                .registration(REGISTRATION.getBytes(StandardCharsets.UTF_8))
                .orThrow(ErrorCode.VALIDATION_FAILED);
        new Registry(database.api()).put("shop", registration, new Precondition.Absent(), "test");
        decisions.record(decision());
    }

    private static Decision decision() {
        Instant now = Instant.now();
        return new Decision(
                "d",
                RUN,
                1,
                "staging",
                "request",
                "admission",
                Digest.of("d"),
                true,
                ModelJson.mapper().createArrayNode(),
                ModelJson.mapper().createArrayNode(),
                ModelJson.mapper().createArrayNode(),
                now,
                now.plusSeconds(600));
    }

    /** Run {@code number} in a state, begun an hour ago, with a step it is at. */
    void run(long number, String state) {
        sql("""
            insert into run (id, project, pipeline, number, ref, commit_id, principal, principal_name, state, created_at)
            values ('run/shop/web/%1$d', 'shop', 'web', %1$d, 'refs/heads/main', repeat('a', 40), 'p', 'p', '%2$s',
                now() - interval '1 hour')""".formatted(number, state));
        sql("insert into step (workflow_id, generation, step, state, fact_seq) values ('run/shop/web/" + number
                + "', 1, 'commit', 'running', 1)");
    }

    /** An open rollout of the first run, registered an hour ago. */
    void deployment(String state) {
        sql("insert into job (key, project, environment, region, name, type, stable_version, desired_version)"
                + " values ('shop/staging/local/web', 'shop', 'staging', 'local', 'web', 'service', 1, 1)");
        sql("insert into job_version (job_key, version, digest, spec, created_by)"
                + " select 'shop/staging/local/web', v, 'sha256:' || v, '{}', 'x' from generate_series(1, 2) v");
        sql("insert into deployment (job_key, number, workflow_id, run_id, version, target_version, previous_version,"
                + " state, decision_id, wait_key, created_at) values ('shop/staging/local/web', 1, '" + DEPLOYMENT
                + "', '" + RUN + "', 2, 2, 1, '" + state + "', 'd', 'roll', now() - interval '1 hour')");
        sql("insert into wait (key, workflow_id, kind) values ('roll', '" + DEPLOYMENT + "', 'deployment')");
    }

    void sql(String text) {
        database.owner().useTransaction(handle -> handle.execute(text));
    }

    /** One value by SQL; empty when there is none. */
    String value(String query) {
        return database.owner()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).findOne())
                .orElse("");
    }

    @Override
    public void close() {
        database.close();
    }
}
