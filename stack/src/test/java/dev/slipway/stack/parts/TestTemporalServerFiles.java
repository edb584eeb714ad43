package dev.slipway.stack.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTemporalServerFiles {
    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    private Path folder;

    private Installation installation;
    private TemporalServerFiles files;

    @BeforeEach
    void write() {
        installation = new Installation(folder.resolve("with space"), new Ports(7400));
        installation.prepare();
        files = new TemporalServerFiles(installation);
        files.write();
    }

    @Test
    void storesEverythingInItsOwnDatabasesUnderItsOwnRole() throws IOException {
        JsonNode stores = YAML.readTree(files.server().toFile()).at("/persistence/datastores");
        assertThat(stores.at("/main/sql/databaseName").asText()).isEqualTo("temporal");
        assertThat(stores.at("/visibility/sql/databaseName").asText()).isEqualTo("temporal_visibility");
        for (JsonNode store : stores) {
            JsonNode sql = store.path("sql");
            assertThat(sql.path("pluginName").asText()).isEqualTo("postgres12_pgx");
            assertThat(sql.path("user").asText()).isEqualTo("temporal");
            assertThat(sql.path("connectAddr").asText())
                    .isEqualTo("127.0.0.1:" + installation.ports().postgres());
            assertThat(sql.path("password").asText())
                    .isEqualTo(TemporalDatabases.password(installation))
                    .hasSizeGreaterThan(30);
        }
    }

    @Test
    void everyServiceListensOnLoopbackAndOnAPortOfItsOwn() throws IOException {
        JsonNode document = YAML.readTree(files.server().toFile());
        assertThat(document.at("/global/membership/broadcastAddress").asText()).isEqualTo("127.0.0.1");
        List<JsonNode> services = document.path("services").findValues("rpc");
        assertThat(services)
                .hasSize(4)
                .allMatch(rpc -> rpc.path("bindOnLocalHost").asBoolean());
        List<Integer> ports = services.stream()
                .flatMap(rpc -> List.of("grpcPort", "membershipPort", "httpPort").stream()
                        .filter(rpc::has)
                        .map(name -> rpc.path(name).asInt()))
                .toList();
        assertThat(ports)
                .doesNotHaveDuplicates()
                .hasSize(9)
                .containsAll(TemporalServerPorts.of(installation.ports()).all().values())
                .contains(installation.ports().temporal());
    }

    @Test
    void takesTheSettingsOfEveryServerWeStart() throws IOException {
        JsonNode server = YAML.readTree(files.server().toFile());
        assertThat(server.at("/persistence/numHistoryShards").asInt()).isEqualTo(4);
        Path dynamic = Path.of(server.at("/dynamicConfigClient/filepath").asText());
        JsonNode settings = YAML.readTree(dynamic.toFile());
        assertThat(settings.at("/history.transferProcessorMaxPollRPS/0/value").asInt())
                .isEqualTo(5000);
        assertThat(settings.at("/system.enableActivityEagerExecution/0/value").asBoolean())
                .isTrue();
    }

    @Test
    void nobodyElseReadsThePassword() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.server())))
                .isEqualTo("rw-------");
    }

    @Test
    void itsPortsAreNoneOfTheInstallation() {
        assertThat(TemporalServerPorts.of(installation.ports()).all().values())
                .hasSize(7)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(installation.ports().all().values());
    }
}
