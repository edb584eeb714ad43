package dev.slipway.apiserver.main;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.AuthenticationFilter;
import dev.slipway.apiserver.auth.NodeGuard;
import dev.slipway.apiserver.auth.ReadCache;
import dev.slipway.apiserver.auth.Standing;
import dev.slipway.apiserver.auth.TokenDoor;
import dev.slipway.apiserver.node.NodeDesk;
import dev.slipway.apiserver.stream.EventStream;
import dev.slipway.apiserver.stream.Hub;
import dev.slipway.apiserver.stream.Streams;
import dev.slipway.identity.AesSealer;
import dev.slipway.identity.Ed25519ActionSigner;
import dev.slipway.identity.JwtCredentialVerifier;
import dev.slipway.identity.KeyFiles;
import dev.slipway.identity.ServiceCredentialVerifier;
import dev.slipway.model.spi.ActionSigner;
import dev.slipway.model.spi.ArtifactStore;
import dev.slipway.model.spi.LogStore;
import dev.slipway.model.spi.Sealer;
import dev.slipway.policies.OpaEngine;
import dev.slipway.policies.PolicyGateway;
import dev.slipway.store.Database;
import dev.slipway.store.DecisionStore;
import dev.slipway.store.Notifications;
import dev.slipway.store.content.DatabaseLogStore;
import dev.slipway.store.content.FileArtifactStore;
import dev.slipway.store.door.Registry;
import dev.slipway.store.node.LastSeen;
import dev.slipway.store.node.Nodes;
import dev.slipway.store.node.Timing;
import dev.slipway.store.token.TokenUse;
import dev.slipway.store.token.Tokens;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The parts of the process, made from its configuration and closed in the opposite order. */
final class Rooms implements AutoCloseable {
    private static final int STREAMS = 500;
    private static final Duration READS_KEPT = Duration.ofSeconds(5);

    final Clock clock = Clock.systemUTC();
    final Hub hub = new Hub();
    final Streams streams = new Streams(STREAMS);
    final Database database;
    final Registry registry;
    final Sealer sealer;
    final ActionSigner signer;
    final ArtifactStore artifacts;
    final LogStore logs;
    final Access access;
    final Tokens tokens;
    final TokenDoor tokenDoor;
    final Standing standing;
    final AuthenticationFilter authentication;
    final NodeDesk nodeDesk;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Rooms(ApiServerConfiguration configuration) throws IOException {
        sealer = AesSealer.of(configuration.sealKeyFile());
        signer = Ed25519ActionSigner.of(configuration.actionPrivateKeyFile());
        artifacts = new FileArtifactStore(configuration.artifactsDir());
        database = keep(Database.open(configuration.database()));
        logs = new DatabaseLogStore(database);
        registry = new Registry(database);
        access = access(configuration);
        tokens = new Tokens(database);
        tokenDoor = new TokenDoor(tokens, keep(new TokenUse(database)));
        standing = new Standing(clock, tokenDoor);
        authentication = authentication(configuration);
        Timing timing = new Timing(Duration.ofMillis(configuration.heartbeatMillis()));
        LastSeen lastSeen = keep(new LastSeen(database));
        nodeDesk = new NodeDesk(database, lastSeen, hub, streams, timing);
        keep(news());
    }

    private Access access(ApiServerConfiguration configuration) {
        Database recorder = keep(Database.open(configuration.recorderDatabase()));
        OpaEngine engine = keep(new OpaEngine(configuration.policies().internal()));
        PolicyGateway policy = new PolicyGateway(List.of(engine), new DecisionStore(recorder), clock);
        return new Access(policy, registry, new ReadCache(READS_KEPT, System::nanoTime));
    }

    private AuthenticationFilter authentication(ApiServerConfiguration configuration) {
        JwtCredentialVerifier verifier = keep(new JwtCredentialVerifier(configuration.issuers(), clock));
        NodeGuard guard =
                new NodeGuard(nodeId -> database.jdbi().withHandle(handle -> Nodes.publicKey(handle, nodeId)), clock);
        PublicKey services = KeyFiles.readPublicKey(configuration.servicePublicKeyFile());
        return new AuthenticationFilter(new ServiceCredentialVerifier(services, verifier, clock), tokenDoor, guard);
    }

    // An empty payload means that news may have been missed.
    private Notifications news() {
        return new Notifications(
                database,
                Map.of(
                        "slipway_node",
                        nodeId -> {
                            if (nodeId.isEmpty()) {
                                hub.wakeAll();
                            } else {
                                hub.wake(NodeDesk.key(nodeId));
                            }
                        },
                        "slipway_sequenced",
                        seq -> hub.wake(EventStream.NEWS)));
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    /** Lets held and endless answers end, so that the server can stop. */
    void release() {
        streams.stop();
        hub.wakeAll();
    }

    @Override
    public void close() {
        Closing.all(open);
    }
}
