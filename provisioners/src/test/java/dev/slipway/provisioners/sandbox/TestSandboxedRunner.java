package dev.slipway.provisioners.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ProgramRunner.Access;
import dev.slipway.model.spi.ProgramRunner.Limits;
import dev.slipway.model.spi.ProgramRunner.Program;
import dev.slipway.model.spi.ProgramRunner.Result;
import dev.slipway.model.spi.ProgramRunner.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sun.misc.Signal;
import sun.misc.SignalHandler;

final class TestSandboxedRunner {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(5), 1 << 20);

    @TempDir
    Path folder;

    private final String label = "test/" + UUID.randomUUID();
    private SandboxedRunner runner;
    private Path work;

    @BeforeEach
    void open() throws Exception {
        runner = new SandboxedRunner(SandboxSettings.strict(folder.resolve("scratch")));
        work = Files.createDirectory(folder.resolve("work"));
    }

    @Test
    void passesLinesOnAndTellsTheExitCode() throws Exception {
        List<String> lines = new ArrayList<>();
        Result result = runner.run(shell("echo one; echo two >&2; printf three; exit 7", LIMITS, null), lines::add);
        assertThat(lines).containsExactly("one", "two", "three");
        assertThat(result).isEqualTo(new Result(7, false, "one\ntwo\nthree"));
        assertThat(scratch()).isEmpty();
    }

    @Test
    void outputGoesToAFileWhenOneIsNamed() throws Exception {
        Path file = work.resolve("out");
        Result result = runner.run(shell("echo data; echo note >&2", LIMITS, file), line -> {});
        assertThat(file).hasContent("data");
        assertThat(result.tail()).isEqualTo("note");
    }

    @Test
    void seesNeitherTheHostsDataNorOurEnvironment() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "canary");
        String script = "cat " + secret + "; ls /root /home /etc/shadow /var/lib; env; ls /proc | grep -c '^[0-9]'";
        String output = runner.run(shell(script, LIMITS, null), line -> {}).tail();
        assertThat(output).doesNotContain("canary").contains("cannot access '/etc/shadow'", "cannot access '/root'");
        assertThat(output.lines().filter(line -> line.matches("[A-Z_]+=.*")).map(line -> line.split("=")[0]))
                .containsExactlyInAnyOrder("PATH", "LANG", "TZ", "PWD", "SHLVL", "_", "GIVEN", "SLIPWAY_PROGRAM");
        assertThat(Integer.parseInt(output.lines().toList().getLast())).isLessThan(8);
    }

    @Test
    void writesNowhereButWhereItMay() throws Exception {
        runner.run(shell("touch inside " + folder + "/outside /usr/outside", LIMITS, null), line -> {});
        assertThat(work.resolve("inside")).exists();
        assertThat(folder.resolve("outside")).doesNotExist();
        assertThat(Path.of("/usr/outside")).doesNotExist();
    }

    @Test
    void hasNoNetworkUnlessAllowed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String script = "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort() + " && echo connected";
            assertThat(runner.run(shell(script, LIMITS, null), line -> {}).exitCode())
                    .isNotZero();
            Program open = program(script, LIMITS, null, new Access(List.of(), List.of(work), true, false));
            assertThat(runner.run(open, line -> {}).tail()).isEqualTo("connected");
        }
    }

    @Test
    void aFileMayNotGrowOverTheLimit() throws Exception {
        Result result = runner.run(shell("head -c 3000000 /dev/zero > big", LIMITS, null), line -> {});
        assertThat(result.exitCode()).isNotZero();
        assertThat(Files.size(work.resolve("big"))).isEqualTo(1 << 20);
    }

    @Test
    void theTimeLimitInterruptsFirst() throws Exception {
        Limits limits = new Limits(Duration.ofMillis(1500), Duration.ofSeconds(5), 1 << 20);
        Result result = runner.run(
                shell("trap 'echo saved; exit 3' INT; while :; do sleep 0.05; done", limits, null), line -> {});
        assertThat(result.timedOut()).isTrue();
        assertThat(result.tail()).isEqualTo("saved");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void aProgramTakesInterruptsThoughWeDoNot() throws Exception {
        Signal interrupt = new Signal("INT");
        SignalHandler before = Signal.handle(interrupt, SignalHandler.SIG_IGN);
        try {
            Result result =
                    runner.run(shell("awk '/^SigIgn:/ {print $2}' /proc/self/status", LIMITS, null), line -> {});
            long ignored = Long.parseUnsignedLong(result.tail(), 16);
            assertThat(ignored & 1L << interrupt.getNumber() - 1).isZero();
        } finally {
            Signal.handle(interrupt, before);
        }
    }

    @Test
    void whatIgnoresTheInterruptIsKilledWithItsWholeTree() throws Exception {
        Limits limits = new Limits(Duration.ofMillis(300), Duration.ofMillis(300), 1 << 20);
        String script = "trap '' INT; (setsid sleep 300 &) ; env -i sleep 301 & wait";
        Result result = runner.run(shell(script, limits, null), line -> {});
        assertThat(result.timedOut()).isTrue();
        assertThat(ProcessTable.labelled(label)).isEmpty();
        assertThat(commands()).noneMatch(line -> line.contains("sleep\u000030"));
    }

    @Test
    void anInterruptOfTheCallerStopsTheProgram() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        List<String> lines = new ArrayList<>();
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Program program =
                    shell("trap 'touch interrupted; exit 0' INT; echo up; while :; do sleep 0.05; done", LIMITS, null);
            Future<Result> future = executor.submit(() -> runner.run(program, line -> {
                lines.add(line);
                running.countDown();
            }));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            future.cancel(true);
            executor.shutdown();
            assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(work.resolve("interrupted")).exists();
        assertThat(ProcessTable.labelled(label)).isEmpty();
        assertThat(lines).containsExactly("up");
    }

    @Test
    void aPredecessorOfTheSameLabelIsStoppedInOrderBeforeTheNextStarts() throws Exception {
        Program first = program(
                "trap 'sleep 0.3; echo saved > state; exit 0' INT; touch up; while :; do sleep 0.05; done",
                LIMITS,
                null,
                new Access(List.of(), List.of(work), false, true));
        SandboxedRunner dead = new SandboxedRunner(SandboxSettings.strict(folder.resolve("dead")));
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<Result> predecessor = executor.submit(() -> dead.run(first, line -> {}));
            Await.until(Duration.ofSeconds(10), () -> Files.exists(work.resolve("up")));
            runner.fence(label, Duration.ofSeconds(5));
            assertThat(work.resolve("state")).hasContent("saved");
            assertThat(predecessor.get(10, TimeUnit.SECONDS).exitCode()).isZero();
        }
    }

    @Test
    void aKilledParentTakesOrdinaryProgramsWithIt() throws Exception {
        Process parent = ParentProcess.start(folder, label, false, "touch up; sleep 300");
        Await.until(Duration.ofSeconds(20), () -> Files.exists(work.resolve("up")));
        parent.destroyForcibly().onExit().join();
        Await.until(Duration.ofSeconds(5), () -> ProcessTable.labelled(label).isEmpty());
    }

    @Test
    void aProgramThatMayOutliveItsParentEndsItsWorkAndIsFencedByTheNext() throws Exception {
        String script =
                "trap 'echo saved > state; exit 0' INT; touch up; while :; do echo line; touch alive; sleep 0.05; done";
        Process parent = ParentProcess.start(folder, label, true, script);
        Await.until(Duration.ofSeconds(20), () -> Files.exists(work.resolve("up")));
        parent.destroyForcibly().onExit().join();
        Files.deleteIfExists(work.resolve("alive"));
        Await.until(Duration.ofSeconds(5), () -> Files.exists(work.resolve("alive")));
        runner.fence(label, Duration.ofSeconds(5));
        assertThat(work.resolve("state")).hasContent("saved");
        assertThat(ProcessTable.labelled(label)).isEmpty();
    }

    @Test
    void workOfOneLabelIsDoneByOneAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SandboxedRunner second = new SandboxedRunner(SandboxSettings.strict(folder.resolve("scratch")));
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                SandboxedRunner used = i % 2 == 0 ? runner : second;
                executor.execute(() -> enter(used, inside, most));
            }
        }
        assertThat(most).hasValue(1);
        assertThat(inside).hasValue(0);
        assertThat(Files.list(folder.resolve("scratch/locks"))).isEmpty();
    }

    private void enter(SandboxedRunner used, AtomicInteger inside, AtomicInteger most) {
        try {
            used.exclusively(label, Waiting.QUEUE, () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                return inside.decrementAndGet();
            });
        } catch (IOException | InterruptedException e) {
            most.set(-1);
        }
    }

    @Test
    void aForgottenHolderIsStoppedUntilItGivesWay() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<Result> forgotten = executor.submit(() -> runner.exclusively(
                    label,
                    Waiting.FENCE,
                    () -> runner.run(
                            shell("trap 'exit 3' INT; echo up; while :; do sleep 0.05; done", LIMITS, null),
                            line -> running.countDown())));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            Result next = runner.exclusively(
                    label, Waiting.FENCE, () -> runner.run(shell("echo mine", LIMITS, null), line -> {}));
            assertThat(next.tail()).isEqualTo("mine");
            assertThat(forgotten.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(3);
        }
    }

    @Test
    void aListenerThatFailsLeavesNoProcess() {
        assertThatThrownBy(() -> runner.run(shell("echo x; sleep 300", LIMITS, null), line -> {
                    throw new IllegalStateException("listener");
                }))
                .hasMessage("listener");
        assertThat(ProcessTable.labelled(label)).isEmpty();
    }

    @Test
    void aMissingSandboxIsAnErrorUnlessAllowed() throws Exception {
        Path none = folder.resolve("no-bwrap");
        SandboxedRunner strict = new SandboxedRunner(new SandboxSettings(none, false, folder.resolve("scratch")));
        assertThatThrownBy(() -> strict.run(shell("true", LIMITS, null), line -> {}))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                    assertThat(e).hasMessageContaining("bubblewrap");
                });
        SandboxedRunner loose = new SandboxedRunner(new SandboxSettings(none, true, folder.resolve("scratch")));
        assertThat(loose.run(shell("echo ran", LIMITS, null), line -> {}).tail())
                .isEqualTo("ran");
        Limits brief = new Limits(Duration.ofMillis(300), Duration.ofSeconds(5), 1 << 20);
        String script = "trap 'echo saved; exit 3' INT; while :; do sleep 0.05; done";
        assertThat(loose.run(shell(script, brief, null), line -> {}).tail()).isEqualTo("saved");
        assertThat(ProcessTable.labelled(label)).isEmpty();
    }

    private Program shell(String script, Limits limits, Path stdout) {
        return program(script, limits, stdout, new Access(List.of(), List.of(work), false, false));
    }

    private Program program(String script, Limits limits, Path stdout, Access access) {
        return new Program(
                label, List.of("/bin/bash", "-c", script), work, Map.of("GIVEN", "x"), access, limits, null, stdout);
    }

    private List<Path> scratch() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("scratch"))) {
            return files.toList();
        }
    }

    private static List<String> commands() {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .map(file -> {
                    try {
                        return Files.readString(file);
                    } catch (IOException e) {
                        return "";
                    }
                })
                .toList();
    }
}
