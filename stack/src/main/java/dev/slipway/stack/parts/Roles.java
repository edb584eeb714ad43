package dev.slipway.stack.parts;

import com.sun.management.OperatingSystemMXBean;
import dev.slipway.agent.main.AgentConfiguration;
import dev.slipway.agent.node.NodeSettings;
import dev.slipway.apiserver.main.ApiServerConfiguration;
import dev.slipway.identity.IssuerSettings;
import dev.slipway.identity.KeyFiles;
import dev.slipway.model.DataSize;
import dev.slipway.model.ModelJson;
import dev.slipway.scheduler.proxy.ProxySettings;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.idp.DemoIdentityProvider;
import dev.slipway.store.DatabaseSettings;
import dev.slipway.worker.main.WorkerConfiguration;
import dev.slipway.workflows.api.TemporalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Configuration of the three roles, derived from the installation and written before each start. */
public final class Roles {
    private static final long HEARTBEAT_MILLIS = 1_000;
    /** There is no other machine to go to, and the supervisor brings an agent back: its tasks are to be there then. */
    private static final long NODE_LEASE_MILLIS = 60_000;

    private final Installation installation;
    private final Launch launch;
    private final PolicyPart internal;
    private final PolicyPart external;

    public Roles(Installation installation, Launch launch, PolicyPart internal, PolicyPart external) {
        this.installation = installation;
        this.launch = launch;
        this.internal = internal;
        this.external = external;
    }

    public ApiServerConfiguration api() {
        URI keys = URI.create(installation.identityProviderUrl() + "/jwks");
        return new ApiServerConfiguration(
                database("api", 24),
                database("recorder", 8),
                new ApiServerConfiguration.Policies(internal.settings()),
                List.of(new IssuerSettings(
                        installation.identityProviderUrl(),
                        keys,
                        DemoIdentityProvider.AUDIENCE,
                        List.of("RS256"),
                        "groups",
                        "name")),
                "127.0.0.1",
                installation.ports().api(),
                installation.ports().apiAdmin(),
                installation.apiUrl(),
                installation.proxyUrl(),
                installation.temporalUiUrl(),
                Installation.folder(installation.data("artifacts")),
                sealKey(),
                actionKey("key"),
                serviceKey("pub"),
                HEARTBEAT_MILLIS,
                null);
    }

    public WorkerConfiguration worker() {
        return new WorkerConfiguration(
                database("worker", 24),
                database("recorder", 8),
                new TemporalSettings(
                        "127.0.0.1:" + installation.ports().temporal(), "default", installation.temporalUiUrl()),
                new WorkerConfiguration.Policies(internal.settings(), external.settings()),
                Installation.folder(installation.data("worker")),
                Installation.folder(installation.data("artifacts")),
                sealKey(),
                actionKey("pub"),
                serviceKey("key"),
                URI.create(installation.apiUrl()),
                URI.create(installation.apiUrl()),
                proxy(),
                null,
                // The demonstration's receivers are on this machine.
                List.of("127.0.0.0/8", "::1/128"),
                installation.ports().workerHealth(),
                null,
                NODE_LEASE_MILLIS,
                new AuditPart(installation).settings());
    }

    /** One process, two nodes: applications and pipeline tasks do not share one. */
    public AgentConfiguration agent() {
        int cpu = Runtime.getRuntime().availableProcessors() * 1_000;
        DataSize memory = DataSize.ofMebibytes(machineMebibytes() / 4);
        return new AgentConfiguration(
                URI.create(installation.apiUrl()),
                Installation.folder(installation.data("agent")).toString(),
                installation.ports().agentHealth(),
                List.of(
                        new NodeSettings(
                                "default",
                                installation.joinTokenFile("default").toString(),
                                cpu * 2,
                                memory,
                                drivers(),
                                null),
                        new NodeSettings(
                                "build", installation.joinTokenFile("build").toString(), cpu, memory, drivers(), null)),
                false,
                null,
                null,
                null);
    }

    public ProxySettings proxy() {
        Path haproxy = Launch.find("haproxy")
                .orElseThrow(() -> new IllegalStateException("haproxy is not found; apt-get install haproxy"));
        return new ProxySettings(
                haproxy,
                installation.config().resolve("haproxy.cfg"),
                installation.run().resolve("haproxy.sock"),
                installation.ports().proxy());
    }

    /** Writes a configuration and returns its file. */
    public Path write(String role, Object configuration) {
        Path file = installation.config().resolve(role + ".json");
        try {
            Files.writeString(
                    file, ModelJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(configuration) + "\n");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    Launch launch() {
        return launch;
    }

    private DatabaseSettings database(String role, int connections) {
        return new DatabaseSettings(
                installation.databaseUrl(),
                "slipway_" + role,
                installation.secrets().token("postgres-" + role),
                connections);
    }

    private Path sealKey() {
        return keyFile("seal.key", folder -> KeyFiles.generateSealKey(folder, "seal"));
    }

    private Path actionKey(String extension) {
        return keyFile("action." + extension, folder -> KeyFiles.generateEd25519(folder, "action"));
    }

    private Path serviceKey(String extension) {
        return keyFile("service." + extension, folder -> KeyFiles.generateEd25519(folder, "service"));
    }

    /** Several parts are prepared at the same time and ask for the same keys. */
    private synchronized Path keyFile(String name, Generator generator) {
        Path folder = installation.secrets().folder();
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                generator.generate(Installation.folder(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make key " + name, e);
        }
        return file;
    }

    private static List<String> drivers() {
        return List.of("exec", "docker", "raw-exec", "mock");
    }

    private static long machineMebibytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
                ? machine.getTotalMemorySize() >> 20
                : 4_096;
    }

    /** Makes key files. */
    private interface Generator {
        Object generate(Path folder) throws IOException;
    }
}
