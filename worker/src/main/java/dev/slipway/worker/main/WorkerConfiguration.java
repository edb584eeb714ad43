package dev.slipway.worker.main;

import static java.util.Objects.requireNonNull;

import dev.slipway.policies.OpaSettings;
import dev.slipway.scheduler.proxy.ProxySettings;
import dev.slipway.store.DatabaseSettings;
import dev.slipway.store.upkeep.Retention;
import dev.slipway.worker.audit.AuditRetention;
import dev.slipway.workflows.api.TemporalSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the worker process, read from one JSON file. Secrets stand in files of their own, named here.
 *
 * @param database as role {@code slipway_worker}
 * @param recorderDatabase as role {@code slipway_recorder}
 * @param policies engines asked
 * @param dataDir folder for caches and work folders
 * @param artifactsDir folder of content by digest
 * @param sealKeyFile key that seals secrets, plans and states
 * @param actionPublicKeyFile checks people's actions
 * @param servicePrivateKeyFile signs the tokens with which schedules ask the API for runs; no other process has it
 * @param apiUrl address under which provisioning programs reach the state back end, and schedules the API
 * @param callbackUrl address under which systems outside reach the API
 * @param proxy proxy in front of services; none is kept when null
 * @param terraform program for infrastructure; looked for when null
 * @param outboundNetworks networks that may be called besides the public internet, such as {@code 10.2.0.0/16}; none
 *     when null
 * @param healthPort loopback port of {@code /health/ready}
 * @param retention how long rows are kept after they are over; {@link Retention#DEFAULT} when null
 * @param nodeLeaseMillis how long a node may be silent before what runs on it is replaced; 5000 when 0
 * @param audit how the audit log is signed
 */
public record WorkerConfiguration(
        DatabaseSettings database,
        DatabaseSettings recorderDatabase,
        TemporalSettings temporal,
        Policies policies,
        Path dataDir,
        Path artifactsDir,
        Path sealKeyFile,
        Path actionPublicKeyFile,
        Path servicePrivateKeyFile,
        URI apiUrl,
        URI callbackUrl,
        @Nullable ProxySettings proxy,
        @Nullable Path terraform,
        List<String> outboundNetworks,
        int healthPort,
        @Nullable Retention retention,
        long nodeLeaseMillis,
        Audit audit) {
    private static final long SHORTEST_LEASE_MILLIS = 5_000;

    public WorkerConfiguration {
        requireNonNull(database, "database is null");
        requireNonNull(recorderDatabase, "recorderDatabase is null");
        requireNonNull(temporal, "temporal is null");
        requireNonNull(policies, "policies is null");
        requireNonNull(dataDir, "dataDir is null");
        requireNonNull(artifactsDir, "artifactsDir is null");
        requireNonNull(sealKeyFile, "sealKeyFile is null");
        requireNonNull(actionPublicKeyFile, "actionPublicKeyFile is null");
        requireNonNull(servicePrivateKeyFile, "servicePrivateKeyFile is null");
        requireNonNull(apiUrl, "apiUrl is null");
        requireNonNull(callbackUrl, "callbackUrl is null");
        requireNonNull(audit, "audit is null");
        outboundNetworks = outboundNetworks == null ? List.of() : List.copyOf(outboundNetworks);
        nodeLeaseMillis = nodeLeaseMillis == 0 ? SHORTEST_LEASE_MILLIS : nodeLeaseMillis;
        if (nodeLeaseMillis < SHORTEST_LEASE_MILLIS) {
            throw new IllegalArgumentException("nodeLeaseMillis must be 5000 or more, not " + nodeLeaseMillis);
        }
    }

    Retention kept() {
        return retention == null ? Retention.DEFAULT : retention;
    }

    /**
     * @param internal the installation's own engine
     * @param external the engine of somebody else, which must allow too
     */
    public record Policies(OpaSettings internal, OpaSettings external) {
        public Policies {
            requireNonNull(internal, "internal is null");
            requireNonNull(external, "external is null");
        }
    }

    /**
     * @param keyFile signs checkpoints; no other kind of process has it
     * @param witnessUrl address of the witness; checkpoints are not cosigned when null
     * @param witnessKeyFile public key of the witness, needed with its address
     * @param retention how long entries keep their text, more than a day; for ever when null
     */
    public record Audit(
            Path keyFile,
            @Nullable URI witnessUrl,
            @Nullable Path witnessKeyFile,
            @Nullable Duration retention) {
        public Audit {
            requireNonNull(keyFile, "keyFile is null");
            if ((witnessUrl == null) != (witnessKeyFile == null)) {
                throw new IllegalArgumentException("the witness needs both an address and a public key");
            }
            if (retention != null && retention.compareTo(AuditRetention.LEAST) <= 0) {
                throw new IllegalArgumentException("audit.retention must be more than a day, not " + retention);
            }
        }
    }
}
