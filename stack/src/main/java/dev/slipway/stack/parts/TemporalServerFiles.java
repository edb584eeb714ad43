package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Configuration of a Temporal server on the installation's PostgreSQL: loopback only, readable by its owner only. */
final class TemporalServerFiles {
    private static final String SERVER = """
            log: {stdout: true, level: warn}
            persistence:
              numHistoryShards: 4
              defaultStore: main
              visibilityStore: visibility
              datastores:
                main: {sql: {pluginName: postgres12_pgx, databaseName: %1$s, connectAddr: "127.0.0.1:%2$d", connectProtocol: tcp,
                  user: %3$s, password: "%4$s", maxConns: 20, maxIdleConns: 20, maxConnLifetime: 1h}}
                visibility: {sql: {pluginName: postgres12_pgx, databaseName: %5$s, connectAddr: "127.0.0.1:%2$d", connectProtocol: tcp,
                  user: %3$s, password: "%4$s", maxConns: 5, maxIdleConns: 5, maxConnLifetime: 1h}}
            global: {membership: {maxJoinDuration: 30s, broadcastAddress: "127.0.0.1"}}
            services:
              frontend: {rpc: {grpcPort: %6$d, membershipPort: %7$d, httpPort: %8$d, bindOnLocalHost: true}}
              history: {rpc: {grpcPort: %9$d, membershipPort: %10$d, bindOnLocalHost: true}}
              matching: {rpc: {grpcPort: %11$d, membershipPort: %12$d, bindOnLocalHost: true}}
              worker: {rpc: {grpcPort: %13$d, membershipPort: %14$d, bindOnLocalHost: true}}
            clusterMetadata:
              enableGlobalNamespace: false
              failoverVersionIncrement: 10
              masterClusterName: active
              currentClusterName: active
              clusterInformation:
                active: {enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "127.0.0.1:%6$d"}
            dcRedirectionPolicy: {policy: noop}
            dynamicConfigClient: {filepath: "%15$s", pollInterval: 10s}
            """;

    private final Installation installation;

    TemporalServerFiles(Installation installation) {
        this.installation = installation;
    }

    /** The file the server is started with. */
    Path server() {
        return installation.secrets().folder().resolve("temporal-server.yaml");
    }

    Path dynamic() {
        return installation.config().resolve("temporal-dynamic.yaml");
    }

    /** Writes both. */
    void write() {
        StringBuilder dynamic = new StringBuilder();
        for (Map.Entry<String, String> setting : TemporalTuning.dynamic().entrySet()) {
            dynamic.append(setting.getKey())
                    .append(": [{value: ")
                    .append(setting.getValue())
                    .append("}]\n");
        }
        try {
            Files.writeString(dynamic(), dynamic);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of the Temporal server", e);
        }
        installation.secrets().write(server(), text().getBytes(StandardCharsets.UTF_8));
    }

    private String text() {
        TemporalServerPorts ports = TemporalServerPorts.of(installation.ports());
        return SERVER.formatted(
                TemporalDatabases.MAIN,
                installation.ports().postgres(),
                TemporalDatabases.ROLE,
                TemporalDatabases.password(installation),
                TemporalDatabases.VISIBILITY,
                installation.ports().temporal(),
                ports.frontendMembership(),
                installation.ports().temporalHttp(),
                ports.history(),
                ports.historyMembership(),
                ports.matching(),
                ports.matchingMembership(),
                ports.worker(),
                ports.workerMembership(),
                dynamic());
    }
}
