package dev.slipway.provisioners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Provisioner.InfraPlan;
import dev.slipway.model.spi.Provisioner.InfraResult;
import dev.slipway.model.spi.Provisioner.Workspace;
import dev.slipway.store.infra.StateAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TestTerraformProvisioner extends ProvisioningCase {
    @Test
    void saysWhoItIs() {
        assertThat(provisioner.describe()).matches("(tofu|terraform) \\d+\\.\\d+\\.\\d+");
    }

    @Test
    void appliesExactlyThePlanAndNotTwice() throws Exception {
        module(NETWORK);
        Workspace workspace = workspace(run, Map.of("size", "small"), Map.of());
        InfraPlan plan = provisioner.plan(workspace, progress::add);
        assertThat(List.of(plan.creates(), plan.updates(), plan.deletes())).containsExactly(2, 0, 0);
        assertThat(plan.empty()).isFalse();
        assertThat(plan.stateSerial()).isZero();
        assertThat(plan.redactedJson()).contains("small-0");
        assertThat(states.serial(address)).isZero();

        InfraResult result = provisioner.apply(workspace, plan, plan.planFile(), progress::add);
        assertThat(result.outputs()).isEqualTo(Map.of("sizes", List.of("small-0", "small-1")));
        assertThat(result.stateSerial()).isEqualTo(states.serial(address)).isPositive();
        assertThat(progress).anyMatch(line -> line.contains("terraform_data.net[0]: Creation complete"));

        server.calls().clear();
        assertThat(provisioner.apply(workspace, plan, plan.planFile(), progress::add))
                .isEqualTo(result);
        assertThat(server.calls()).doesNotContain("POST", "LOCK");

        InfraPlan nothing = provisioner.plan(workspace, progress::add);
        assertThat(nothing.empty()).isTrue();
        assertThat(nothing.creates() + nothing.updates() + nothing.deletes()).isZero();
        assertThat(nothing.stateSerial()).isEqualTo(result.stateSerial());
        assertThat(states.holder(address)).isEmpty();
    }

    @Test
    void updatesReplacementsAndDeletionsAreCounted() throws Exception {
        module(NETWORK + "resource \"terraform_data\" \"r\" { triggers_replace = var.size }");
        Workspace first = workspace(run, Map.of("size", "small", "count_of", 3), Map.of());
        InfraPlan plan = provisioner.plan(first, progress::add);
        provisioner.apply(first, plan, plan.planFile(), progress::add);
        Workspace second = workspace(run + "/next", Map.of("size", "large", "count_of", 2), Map.of());
        InfraPlan next = provisioner.plan(second, progress::add);
        assertThat(List.of(next.creates(), next.updates(), next.deletes())).containsExactly(1, 2, 2);
    }

    @Test
    void aPlanOfAStateThatMovedOnIsStale() throws Exception {
        module(NETWORK);
        Workspace mine = workspace(run, Map.of("size", "small"), Map.of());
        InfraPlan plan = provisioner.plan(mine, progress::add);
        Workspace other = workspace(run + "/other", Map.of("size", "large"), Map.of());
        InfraPlan others = provisioner.plan(other, progress::add);
        provisioner.apply(other, others, others.planFile(), progress::add);
        refused(ErrorCode.PLAN_STALE, () -> provisioner.apply(mine, plan, plan.planFile(), progress::add));
        assertThat(new String(states.latest(address).orElseThrow(), UTF_8)).contains("large-0");
    }

    @Test
    void aPlanOfAnotherStateIsRefused() throws Exception {
        module(NETWORK);
        InfraPlan plan = provisioner.plan(workspace(run, Map.of("size", "small"), Map.of()), progress::add);
        StateAddress otherAddress = new StateAddress("shop", "production", "net-" + counter);
        try (StateServer otherServer = new StateServer(states, otherAddress)) {
            Workspace otherWorkspace = new Workspace(
                    run, folder.resolve("module"), Map.of(), Map.of(), otherServer.url(), otherServer.token(run));
            Workspace seed = new Workspace(
                    run + "/seed",
                    folder.resolve("module"),
                    Map.of("size", "seed"),
                    Map.of(),
                    otherServer.url(),
                    otherServer.token(run + "/seed"));
            InfraPlan seeding = provisioner.plan(seed, progress::add);
            provisioner.apply(seed, seeding, seeding.planFile(), progress::add);
            refused(
                    ErrorCode.PLAN_STALE,
                    () -> provisioner.apply(otherWorkspace, plan, plan.planFile(), progress::add));
            byte[] changed = plan.planFile().clone();
            changed[changed.length / 2] ^= 1;
            refused(ErrorCode.ARTIFACT_DIGEST_MISMATCH, () -> provisioner.apply(seed, plan, changed, progress::add));
        }
    }

    @Test
    void secretsStandNowhereButInTheSealedPlanAndState() throws Exception {
        String secret = "canary-" + "S3cr3t\"q\" value";
        module("""
                variable "password" { type = string }
                resource "terraform_data" "db" {
                  input = { plain = "user:${var.password}@host", coded = base64encode(var.password), n = length(var.password) }
                }
                output "url" {
                  value     = terraform_data.db.output.plain
                  sensitive = true
                }
                output "leak" { value = nonsensitive("x ${var.password} y") }
                """);
        Workspace workspace = workspace(run, Map.of(), Map.of("password", secret));
        List<String> seen = new ArrayList<>();
        InfraPlan plan = provisioner.plan(workspace, line -> {
            seen.add(line);
            seen.addAll(commandLines());
        });
        InfraResult result = provisioner.apply(workspace, plan, plan.planFile(), line -> {
            seen.add(line);
            seen.addAll(commandLines());
        });
        assertThat(plan.redactedJson())
                .contains("hmac:")
                .doesNotContain("canary-")
                .doesNotContain("Y2FuYXJ5");
        assertThat(result.outputs().keySet()).containsExactly("leak");
        assertThat(result.outputs().toString()).doesNotContain("canary-");
        assertThat(seen).noneMatch(line -> line.contains("canary-") || line.contains(workspace.stateToken()));
        assertThat(new String(plan.planFile(), StandardCharsets.ISO_8859_1)).doesNotContain(workspace.stateToken());
        assertThat(filesWith("canary-", workspace.stateToken())).isEmpty();
        assertThat(new String(states.latest(address).orElseThrow(), UTF_8)).contains("canary-");
    }

    @Test
    void errorsShowTheEndOfTheOutputWithoutSecrets() throws Exception {
        module("""
                variable "password" { type = string }
                resource "terraform_data" "x" {
                  lifecycle {
                    precondition {
                      condition     = var.password == ""
                      error_message = "no good: ${nonsensitive(var.password)}"
                    }
                  }
                }
                """);
        Workspace workspace = workspace(run, Map.of(), Map.of("password", "canary-in-an-error"));
        assertThatThrownBy(() -> provisioner.plan(workspace, progress::add))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PLAN_FAILED);
                    assertThat(e).hasMessageContaining("no good: ***").hasMessageNotContaining("canary");
                });
        assertThat(progress).noneMatch(line -> line.contains("canary"));
        assertThat(filesWith("canary-in-an-error", workspace.stateToken())).isEmpty();
    }

    @Test
    void aModuleCannotTakeBackThatAVariableIsSecret() throws Exception {
        module("variable \"password\" { type = string }");
        write("zzzzzzz_override.tf", "variable \"password\" { sensitive = false }");
        Workspace workspace = workspace(run, Map.of(), Map.of("password", "canary"));
        refused(ErrorCode.MODULE_REFUSED, () -> provisioner.plan(workspace, progress::add));
        Files.delete(folder.resolve("module/zzzzzzz_override.tf"));
        write("x.auto.tfvars", "password = \"mine\"");
        refused(ErrorCode.PLAN_FAILED, () -> provisioner.plan(workspace, progress::add));
    }

    @Test
    void variablesThatDoNotFitAreAllNamed() throws Exception {
        module(NETWORK);
        Workspace workspace = workspace(run, Map.of("size", "small", "color", "red"), Map.of("password", "x"));
        assertThatThrownBy(() -> provisioner.plan(workspace, progress::add))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.field())
                                .containsExactlyInAnyOrder("color", "password"));
        refused(ErrorCode.PLAN_FAILED, () -> provisioner.plan(workspace(run, Map.of(), Map.of()), progress::add));
    }

    @Test
    void aRefusedModuleNeverRuns() throws Exception {
        module(NETWORK + "data \"external\" \"x\" { program = [\"touch\", \"/tmp/x\"] }");
        refused(
                ErrorCode.MODULE_REFUSED,
                () -> provisioner.plan(workspace(run, Map.of("size", "x"), Map.of()), progress::add));
        assertThat(server.calls()).isEmpty();
        assertThat(progress).isEmpty();
    }

    @Test
    void aWrongStateTokenIsRefused() throws Exception {
        module(NETWORK);
        Workspace workspace = new Workspace(
                run, folder.resolve("module"), Map.of("size", "x"), Map.of(), server.url(), "wrong-token");
        refused(ErrorCode.PLAN_FAILED, () -> provisioner.plan(workspace, progress::add));
    }

    @Test
    void aMissingProgramIsNamedAsWhatToInstall() {
        TerraformProvisioner missing = new TerraformProvisioner(
                settings(Set.of(), Duration.ofSeconds(1)).withProgram(folder.resolve("none")), runner());
        assertThatThrownBy(missing::describe).isInstanceOfSatisfying(SlipwayException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PROVISIONER_MISSING);
            assertThat(e).hasMessageContaining("tofu").hasMessageContaining("terraform");
        });
        assertThatThrownBy(() -> TerraformProgram.find(null, folder.toString()))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVISIONER_MISSING));
    }
}
