package dev.slipway.provisioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Provisioner.InfraPlan;
import dev.slipway.model.spi.Provisioner.InfraResult;
import dev.slipway.model.spi.Provisioner.Workspace;
import dev.slipway.store.infra.LockOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Locks, interrupts, kills and states that could not be saved. */
final class TestTerraformCrashes extends ProvisioningCase {
    @Test
    void concurrentRunsAreKeptApartByTheLock() throws Exception {
        slowModule();
        Workspace first = workspace(run, Map.of(), Map.of());
        InfraPlan plan = slow().plan(first, progress::add);
        CountDownLatch applying = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<InfraResult> apply = executor.submit(() -> slow().apply(first, plan, plan.planFile(), line -> {
                if (line.contains("slow: Provisioning with")) {
                    applying.countDown();
                }
            }));
            assertThat(applying.await(20, TimeUnit.SECONDS)).isTrue();
            Workspace second = workspace(run + "/second", Map.of(), Map.of());
            assertThatThrownBy(() -> slow(Duration.ZERO).plan(second, progress::add))
                    .isInstanceOfSatisfying(SlipwayException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.STATE_LOCKED);
                        assertThat(e).hasMessageContaining("held by " + run);
                    });
            release();
            assertThat(apply.get(30, TimeUnit.SECONDS).stateSerial()).isPositive();
        }
        assertThat(states.holder(address)).isEmpty();
    }

    @Test
    void anInterruptedApplySavesItsStateAndTheNextTryEndsIt() throws Exception {
        slowModule();
        Workspace workspace = workspace(run, Map.of(), Map.of());
        InfraPlan plan = slow().plan(workspace, progress::add);
        CountDownLatch second = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<InfraResult> apply = executor.submit(() -> slow().apply(workspace, plan, plan.planFile(), line -> {
                if (line.contains("slow: Provisioning with")) {
                    second.countDown();
                }
            }));
            assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
            apply.cancel(true);
        }
        assertThat(states.holder(address)).isEmpty();
        assertThat(states.serial(address)).isPositive();
        InfraResult result = slowReleased().apply(retry(), plan, plan.planFile(), progress::add);
        assertThat(result.outputs()).containsEntry("last", "1");
        assertEndsWhole();
    }

    @Test
    void anApplyThatIsKilledIsTakenOverAndEnded() throws Exception {
        slowModule();
        Workspace workspace = workspace(run, Map.of(), Map.of());
        InfraPlan plan = slow().plan(workspace, progress::add);
        CompletableFuture<Void> killed = new CompletableFuture<>();
        assertThatThrownBy(() -> slow().apply(workspace, plan, plan.planFile(), line -> {
                    if (line.contains("slow: Provisioning with") && !killed.isDone()) {
                        killProgram();
                        killed.complete(null);
                    }
                }))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.APPLY_FAILED));
        assertThat(states.holder(address)).map(LockOutcome.Held::owner).contains(run);
        Workspace stranger = workspace(run + "/stranger", Map.of(), Map.of());
        refused(ErrorCode.STATE_LOCKED, () -> slow(Duration.ZERO).plan(stranger, progress::add));

        InfraResult result = slowReleased().apply(retry(), plan, plan.planFile(), progress::add);
        assertThat(result.outputs()).containsEntry("last", "1");
        assertEndsWhole();
    }

    @Test
    void aStateThatCouldNotBeSavedIsSavedByTheNextTry() throws Exception {
        module(NETWORK);
        Workspace workspace = workspace(run, Map.of("size", "small"), Map.of());
        InfraPlan plan = provisioner.plan(workspace, progress::add);
        server.breakFor(403, method -> method.equals("POST") || method.equals("UNLOCK"));
        refused(ErrorCode.APPLY_FAILED, () -> provisioner.apply(workspace, plan, plan.planFile(), progress::add));
        assertThat(states.serial(address)).isZero();
        server.breakFor(503, method -> false);
        Workspace again = workspace(run, Map.of("size", "small"), Map.of());
        InfraResult result = provisioner.apply(again, plan, plan.planFile(), progress::add);
        assertThat(result.outputs()).isEqualTo(Map.of("sizes", List.of("small-0", "small-1")));
        assertThat(progress)
                .filteredOn(line -> line.contains("net[0]: Creation complete"))
                .hasSize(1);
        assertThat(filesWith("small-0")).isEmpty();
    }

    @Test
    void anApplyWaitsForAStateServiceThatIsAwayForAWhile() throws Exception {
        module(NETWORK);
        Workspace workspace = workspace(run, Map.of("size", "small"), Map.of());
        InfraPlan plan = provisioner.plan(workspace, progress::add);
        AtomicInteger away = new AtomicInteger(4);
        server.breakFor(503, method -> method.equals("POST") && away.getAndDecrement() > 0);
        InfraResult result = provisioner.apply(workspace, plan, plan.planFile(), progress::add);
        assertThat(away.get()).isNegative();
        assertThat(result.stateSerial()).isPositive();
        assertThat(states.holder(address)).isEmpty();
    }

    @Test
    void anApplyGoesOnWhenItsWorkerIsGoneAndIsStoppedInOrderByTheNext() throws Exception {
        slowModule();
        Workspace workspace = workspace(run, Map.of(), Map.of());
        InfraPlan plan = slow().plan(workspace, progress::add);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch second = new CountDownLatch(1);
        CompletableFuture<InfraResult> orphan = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return slow().apply(workspace, plan, plan.planFile(), line -> {
                            if (line.contains("slow: Provisioning with")) {
                                second.countDown();
                            }
                        });
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
        assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
        InfraResult result = slowReleased().apply(retry(), plan, plan.planFile(), progress::add);
        assertThat(result.outputs()).containsEntry("last", "1");
        assertThatThrownBy(orphan::join).isInstanceOf(CompletionException.class);
        executor.close();
        assertEndsWhole();
    }

    private void assertEndsWhole() throws Exception {
        assertThat(states.holder(address)).isEmpty();
        InfraPlan rest = slow().plan(workspace(run + "/check", Map.of(), Map.of()), progress::add);
        assertThat(rest.empty()).isTrue();
    }

    /** The second of three resources waits for a file {@code go} beside the module. */
    private void slowModule() throws IOException {
        module("""
                resource "terraform_data" "first" { input = "1" }
                resource "terraform_data" "slow" {
                  input = terraform_data.first.output
                  provisioner "local-exec" {
                    command = "for i in $(seq 600); do [ -e go ] && exit 0; sleep 0.05; done; exit 1"
                  }
                }
                resource "terraform_data" "last" { input = terraform_data.slow.output }
                output "last" { value = terraform_data.last.output }
                """);
    }

    private TerraformProvisioner slow() {
        return slow(Duration.ofSeconds(1));
    }

    private TerraformProvisioner slow(Duration lockTimeout) {
        return provisioner(Set.of("local-exec"), lockTimeout);
    }

    private TerraformProvisioner slowReleased() throws IOException {
        write("go", "");
        return slow();
    }

    private void release() throws IOException {
        Files.createFile(infra().resolve("work/" + IdempotencyKey.shortHash(run) + "/module/go"));
    }

    /** Kills the program itself, as the kernel would when memory runs out. */
    private void killProgram() {
        String folderName = IdempotencyKey.shortHash(run);
        List<ProcessHandle> programs = ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).matches("(?s)[^\0]*/(terraform|tofu)\0.*" + folderName + ".*"))
                .toList();
        assertThat(programs).hasSize(1);
        programs.getFirst().destroyForcibly();
    }

    private Workspace retry() {
        return workspace(run, Map.of(), Map.of());
    }
}
