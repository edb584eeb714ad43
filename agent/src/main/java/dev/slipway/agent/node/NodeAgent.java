package dev.slipway.agent.node;

import dev.slipway.agent.content.ArtifactCache;
import dev.slipway.agent.content.Outputs;
import dev.slipway.agent.content.SecretsFolder;
import dev.slipway.agent.health.Prober;
import dev.slipway.agent.state.NodeFolders;
import dev.slipway.agent.state.StateStore;
import dev.slipway.agent.task.NodeParts;
import dev.slipway.client.ApiException;
import dev.slipway.client.ClientSettings;
import dev.slipway.client.NodeClient;
import dev.slipway.client.NodeTokenSigner;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.TaskDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node: joins when it must, takes up what runs, then keeps in step with the server until it is closed. */
public final class NodeAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
    private static final Duration JOIN_AGAIN = Duration.ofSeconds(2);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(5);
    private static final long ARTIFACT_BYTES = 4L << 30;
    private final ClientSettings server;
    private final NodeSettings settings;
    private final NodeFolders folders;
    private final Map<String, TaskDriver> drivers;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Contact contact = new Contact();
    private final Prober prober = new Prober();
    private final Thread thread;
    private volatile @Nullable NodeSync sync;
    private volatile @Nullable Allocations allocations;

    private NodeAgent(
            ClientSettings server,
            NodeSettings settings,
            NodeFolders folders,
            Map<String, TaskDriver> drivers,
            Clock clock) {
        this.server = server;
        this.settings = settings;
        this.folders = folders;
        this.drivers = Map.copyOf(drivers);
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("node-" + settings.name()).unstarted(this::run);
    }

    /**
     * Starts the node's loop in the background.
     *
     * @param server how to reach it; without a token, nodes have tokens of their own
     * @param drivers by name, only those it offers
     */
    public static NodeAgent start(
            ClientSettings server,
            NodeSettings settings,
            NodeFolders folders,
            Map<String, TaskDriver> drivers,
            Clock clock) {
        NodeAgent agent = new NodeAgent(server, settings, folders, drivers, clock);
        agent.thread.start();
        return agent;
    }

    /** Whether it has joined and applied the server's list at least once. */
    public boolean ready() {
        NodeSync running = sync;
        return running != null && running.inStep();
    }

    public String name() {
        return settings.name();
    }

    private void run() {
        try {
            makeFolder();
            Optional<NodeIdentity> identity = identity();
            if (identity.isPresent()) {
                serve(identity.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("node {} has stopped; its tasks run on", settings.name(), e);
        }
    }

    private void serve(NodeIdentity identity) throws InterruptedException {
        ClientSettings signed = server.signedBy(
                new NodeTokenSigner(identity.nodeId(), identity.key().privateKey(), clock));
        try (NodeClient client = new NodeClient(signed, identity.nodeId())) {
            NodeParts parts = parts(client);
            UpdateStream updates = new UpdateStream(folders.root(), contact);
            Allocations known = new Allocations(parts, updates);
            allocations = known;
            known.recover();
            NodeSync loop = new NodeSync(settings, drivers, client, updates, known, contact, closed);
            sync = loop;
            Thread sender =
                    Thread.ofVirtual().name("updates-" + settings.name()).start(() -> updates.run(client));
            try {
                LOG.info(
                        "node {} is {}, pool {}",
                        settings.name(),
                        identity.nodeId(),
                        identity.joined().nodePool());
                loop.run();
            } finally {
                sender.interrupt();
            }
        }
    }

    private NodeParts parts(NodeClient client) {
        return new NodeParts(
                folders,
                new StateStore(folders.state(), clock),
                client,
                drivers,
                new ArtifactCache(folders.artifacts(), client, clock, ARTIFACT_BYTES),
                new Outputs(client),
                SecretsFolder.open(folders.secrets()),
                prober,
                clock,
                settings.addressOrDefault());
    }

    /** Empty when the agent was closed before the node could join. */
    private Optional<NodeIdentity> identity() throws InterruptedException {
        do {
            try {
                Optional<NodeIdentity> known = NodeIdentity.known(folders);
                return known.isPresent()
                        ? known
                        : Optional.of(NodeIdentity.join(folders, server, settings.name(), settings.joinTokenFile()));
            } catch (ApiException | SlipwayException | UncheckedIOException e) {
                LOG.warn("node {} cannot join yet: {}", settings.name(), e.getMessage());
            }
        } while (!closed.await(JOIN_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        return Optional.empty();
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folders.root());
            Files.setPosixFilePermissions(folders.root(), PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the node's folder " + folders.root(), e);
        }
    }

    /** Ends the loops and leaves every task alone; returns when the node's loop has ended. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            Allocations known = allocations;
            if (known != null) {
                known.leave(LEAVE_LIMIT);
            }
            prober.close();
            if (!thread.join(LEAVE_LIMIT)) {
                LOG.warn("node {} is slow to leave", settings.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
