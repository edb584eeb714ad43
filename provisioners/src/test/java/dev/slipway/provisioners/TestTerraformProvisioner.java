package dev.slipway.provisioners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Provisioner.InfraPlan;
import dev.slipway.model.spi.Provisioner.InfraResult;
import dev.slipway.model.spi.Provisioner.Workspace;
import dev.slipway.provisioners.module.ModulePolicySettings;
import dev.slipway.provisioners.sandbox.SandboxSettings;
import dev.slipway.provisioners.sandbox.SandboxedRunner;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.infra.LockOutcome;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTerraformProvisioner {
    private static final String NETWORK = """
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
    private static int counter;

    @TempDir
    Path folder;

    private final String run = "run/shop/web/" + counter++ + "/staging";
    private InfraStates states;
    private StateAddress address;
    private StateServer server;
    private TerraformProvisioner provisioner;
    private final List<String> progress = new CopyOnWriteArrayList<>();

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
        server.breakFor(method -> method.equals("POST") || method.equals("UNLOCK"));
        refused(ErrorCode.APPLY_FAILED, () -> provisioner.apply(workspace, plan, plan.planFile(), progress::add));
        assertThat(states.serial(address)).isZero();
        server.breakFor(method -> false);
        Workspace again = workspace(run, Map.of("size", "small"), Map.of());
        InfraResult result = provisioner.apply(again, plan, plan.planFile(), progress::add);
        assertThat(result.outputs()).isEqualTo(Map.of("sizes", List.of("small-0", "small-1")));
        assertThat(progress)
                .filteredOn(line -> line.contains("net[0]: Creation complete"))
                .hasSize(1);
        assertThat(filesWith("small-0")).isEmpty();
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

    private Workspace workspace(String key, Map<String, Object> variables, Map<String, String> secrets) {
        return new Workspace(key, folder.resolve("module"), variables, secrets, server.url(), server.token(key));
    }

    private TerraformProvisioner provisioner(Set<String> allowedProvisioners, Duration lockTimeout) {
        return new TerraformProvisioner(settings(allowedProvisioners, lockTimeout), runner());
    }

    private TerraformSettings settings(Set<String> allowedProvisioners, Duration lockTimeout) {
        return TerraformSettings.of(infra(), "test-redaction-key".getBytes(UTF_8))
                .withModules(new ModulePolicySettings(allowedProvisioners, Set.of(), Set.of(), Set.of()))
                .withLockTimeout(lockTimeout);
    }

    private SandboxedRunner runner() {
        return new SandboxedRunner(SandboxSettings.strict(folder.resolve("scratch")));
    }

    private Path infra() {
        return folder.resolve("infra");
    }

    private void module(String content) throws IOException {
        write("main.tf", content);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve("module").resolve(name), content);
    }

    private List<Path> filesWith(String... needles) throws IOException {
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

    private static List<String> commandLines() {
        return ProcessHandle.allProcesses()
                .map(TestTerraformProvisioner::commandLine)
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void refused(ErrorCode code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
