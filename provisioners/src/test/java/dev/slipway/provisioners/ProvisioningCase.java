package dev.slipway.provisioners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Provisioner.Workspace;
import dev.slipway.provisioners.module.ModulePolicySettings;
import dev.slipway.provisioners.sandbox.SandboxSettings;
import dev.slipway.provisioners.sandbox.SandboxedRunner;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.infra.StateAddress;
import dev.slipway.store.infra.TestingSealer;
import dev.slipway.store.testing.TestingDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A module folder, a real database behind a real state server, and the real program. */
abstract class ProvisioningCase {
    static final String NETWORK = """
            variable "size" { type = string }
            variable "count_of" {
              type    = number
              default = 2
            }
            resource "terraform_data" "net" {
              count = var.count_of
              input = "${var.size}-${count.index}"
            }
            output "sizes" { value = terraform_data.net[*].input }
            """;

    private static TestingDatabase database;
    static int counter;

    @TempDir
    Path folder;

    final String run = "run/shop/web/" + counter++ + "/staging";
    InfraStates states;
    StateAddress address;
    StateServer server;
    TerraformProvisioner provisioner;
    final List<String> progress = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void openDatabase() {
        database = TestingDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void open() throws IOException {
        states = new InfraStates(database.owner(), new TestingSealer());
        address = new StateAddress("shop", "staging", "net-" + counter);
        server = new StateServer(states, address);
        provisioner = provisioner(Set.of(), Duration.ofSeconds(1));
        Files.createDirectory(folder.resolve("module"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    Workspace workspace(String key, Map<String, Object> variables, Map<String, String> secrets) {
        return new Workspace(key, folder.resolve("module"), variables, secrets, server.url(), server.token(key));
    }

    TerraformProvisioner provisioner(Set<String> allowedProvisioners, Duration lockTimeout) {
        return new TerraformProvisioner(settings(allowedProvisioners, lockTimeout), runner());
    }

    TerraformSettings settings(Set<String> allowedProvisioners, Duration lockTimeout) {
        return TerraformSettings.of(infra(), "test-redaction-key".getBytes(UTF_8))
                .withModules(new ModulePolicySettings(allowedProvisioners, Set.of(), Set.of(), Set.of()))
                .withLockTimeout(lockTimeout);
    }

    SandboxedRunner runner() {
        return new SandboxedRunner(SandboxSettings.strict(folder.resolve("scratch")));
    }

    Path infra() {
        return folder.resolve("infra");
    }

    void module(String content) throws IOException {
        write("main.tf", content);
    }

    void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve("module").resolve(name), content);
    }

    List<Path> filesWith(String... needles) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (!file.startsWith(folder.resolve("module"))
                        && List.of(needles).stream().anyMatch(content::contains)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    static List<String> commandLines() {
        return ProcessHandle.allProcesses().map(ProvisioningCase::commandLine).toList();
    }

    static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    static void refused(ErrorCode code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
