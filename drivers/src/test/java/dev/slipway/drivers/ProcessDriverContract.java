package dev.slipway.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.drivers.testing.Eventually;
import dev.slipway.drivers.testing.Leftovers;
import dev.slipway.drivers.testing.TestingNode;
import dev.slipway.model.DataSize;
import dev.slipway.model.spec.LogsSpec;
import dev.slipway.model.spec.ResourcesSpec;
import dev.slipway.model.spi.ExecResult;
import dev.slipway.model.spi.ExitResult;
import dev.slipway.model.spi.TaskHandle;
import dev.slipway.model.spi.TaskStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What drivers of real processes promise beyond {@link TaskDriverContract}. */
abstract class ProcessDriverContract extends TaskDriverContract {
    /** A task that runs this POSIX shell script. */
    protected abstract Map<String, Object> script(String script);

    /** Signals, a bit each from SIGHUP, that a task must find neither blocked nor ignored. */
    protected long signalsAtDefault() {
        return 0x7fffffff;
    }

    @Override
    protected final Map<String, Object> running() {
        return script("echo begun >>runs; exec sleep 3600");
    }

    @Override
    protected final Map<String, Object> ending(int exitCode) {
        return script("echo begun >>runs; sleep 0.05; exit " + exitCode);
    }

    @Override
    protected final Map<String, Object> stubborn() {
        return script("trap '' TERM; echo begun >>runs; while :; do sleep 1; done");
    }

    @Override
    protected final Map<String, Object> saying(String line) {
        return script("echo '" + line + "'");
    }

    @Override
    protected TaskStart unstartable() {
        return TestingNode.in(node.start(running()), folder.resolve("missing"));
    }

    @Override
    protected final int beginnings(TaskStart start) {
        Path runs = start.workDir().resolve("runs");
        return Files.exists(runs) ? (int) TestingNode.text(runs).lines().count() : 0;
    }

    @AfterEach
    final void leavesNothingOnTheMachine() {
        List<String> addresses = driver.list().stream()
                .flatMap(handle -> Optional.ofNullable(handle.address()).stream())
                .toList();
        driver.list().forEach(driver::destroy);
        assertThat(Leftovers.of(node, addresses)).isEmpty();
    }

    @Test
    void killsTheWholeTree() throws Exception {
        String mark = "1" + System.nanoTime() % 1_000_000_000;
        TaskStart start = node.start(script("trap '' TERM; sleep " + mark + " & setsid sleep " + mark
                + " & (setsid sh -c \"trap '' TERM; sleep " + mark + " & wait\" &) & echo begun >>runs; wait"));
        TaskHandle handle = driver.start(start);
        Eventually.until("the tree stands", SOON, () -> beginnings(start) > 0 && Leftovers.processesNamed(mark) >= 4);

        driver.stop(handle, "SIGTERM", Duration.ofMillis(200));

        assertThat(Leftovers.processesNamed(mark)).isZero();
        assertThat(driver.await(handle).signal()).isEqualTo(9);
    }

    @Test
    void killsTheDaemonsOfATaskThatEndsByItself() throws Exception {
        String mark = "2" + System.nanoTime() % 1_000_000_000;
        TaskHandle handle = driver.start(node.start(script("(setsid sleep " + mark + " &); sleep 0.1; exit 4")));

        assertThat(driver.await(handle).exitCode()).isEqualTo(4);

        assertThat(Leftovers.processesNamed(mark)).isZero();
    }

    @Test
    void aTaskThatEndedHoldsNoControlGroupBeforeItIsDestroyed() throws Exception {
        TaskHandle handle = driver.start(node.start(ending(3)));
        assertThat(driver.await(handle).exitCode()).isEqualTo(3);
        Eventually.until(
                "its groups are gone", SOON, () -> Leftovers.groups(node).isEmpty());
        assertThat(driver.list()).containsExactly(handle);
    }

    @Test
    void passesSignalsToTheMainProcess() throws Exception {
        TaskStart start = node.start(
                script("trap 'exit 42' USR1; trap 'exit 43' INT; echo begun >>runs; while :; do sleep 0.02; done"));
        TaskHandle first = driver.start(start);
        Eventually.until("it runs", SOON, () -> beginnings(start) > 0);
        driver.signal(first, "SIGUSR1");
        assertThat(driver.await(first).exitCode()).isEqualTo(42);

        TaskStart another = node.start(start.config());
        TaskHandle second = driver.start(another);
        Eventually.until("it runs", SOON, () -> beginnings(another) > 0);
        driver.stop(second, "SIGINT", SOON);
        assertThat(driver.await(second).exitCode()).isEqualTo(43);
    }

    @Test
    void startsTasksWithEverySignalAtItsDefault() throws Exception {
        TaskStart start = node.start(script("grep -E 'Sig(Blk|Ign)' /proc/self/status"));
        driver.await(driver.start(start));
        // The two signals from 32 belong to the C library.
        assertThat(TestingNode.output(start, "stdout").lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(
                                Long.parseLong(line.substring(line.indexOf('\t') + 1), 16) & signalsAtDefault())
                        .isZero());
    }

    @Test
    void tellsThatTheMemoryLimitEndedATask() throws Exception {
        TaskStart start = TestingNode.with(
                node.start(script("exec tail /dev/zero")),
                new ResourcesSpec(100, DataSize.ofMebibytes(32)),
                LogsSpec.DEFAULT);

        ExitResult result = driver.await(driver.start(start));

        assertThat(result.oomKilled()).isTrue();
        assertThat(result.signal()).isEqualTo(9);
        assertThat(result.successful()).isFalse();
    }

    @Test
    void rotatesOutputAndKeepsTheNewest() throws Exception {
        TaskStart start = TestingNode.with(
                node.start(script("i=0; while [ $i -lt 1000 ]; do echo line-$i; i=$((i+1)); done; echo oops >&2")),
                ResourcesSpec.DEFAULT,
                new LogsSpec(3, new DataSize(1000)));

        driver.await(driver.start(start));

        String output = TestingNode.output(start, "stdout");
        assertThat(output).endsWith("line-998\nline-999\n").hasSizeBetween(2001, 3000);
        assertThat(start.logDir().resolve("main.stdout.0")).doesNotExist();
        assertThat(start.logDir().resolve("main.stdout.7")).hasSize(1000);
        assertThat(TestingNode.output(start, "stderr")).isEqualTo("oops\n");
    }

    @Test
    void showsOutputWhileTheTaskRuns() {
        TaskStart start = node.start(script("echo early; sleep 3600"));
        driver.start(start);
        Eventually.until(
                "the line shows",
                SOON,
                () -> TestingNode.output(start, "stdout").equals("early\n"));
    }

    @Test
    void goesOnWritingWhereThePreviousAttemptEnded() throws Exception {
        TaskStart first = node.start(saying("one"));
        driver.await(driver.start(first));
        TaskStart template = node.start(saying("two"));
        TaskStart second = new TaskStart(
                template.key(),
                template.allocationId(),
                "main",
                template.config(),
                template.env(),
                template.resources(),
                template.workDir(),
                template.secretsDir(),
                first.logDir(),
                template.logs(),
                template.stateDir());
        driver.await(driver.start(second));
        assertThat(TestingNode.output(first, "stdout")).isEqualTo("one\ntwo\n");
    }

    @Test
    void givesTheTaskItsEnvironmentItsFolderAndItsSecrets() throws Exception {
        TaskStart start = node.start(script("printf '%s\\n' \"$GREETING\"; cat \"$SLIPWAY_SECRETS_DIR/password\"; "
                + "echo made >file; [ \"$HOME\" = \"$PWD\" ] && [ \"$PWD\" = \"$SLIPWAY_TASK_DIR\" ] && echo home"));
        Files.writeString(start.secretsDir().resolve("password"), "hunter2\n");

        assertThat(driver.await(driver.start(start)).successful()).isTrue();

        assertThat(TestingNode.output(start, "stdout")).isEqualTo("it's \"me\" $HOME\nhunter2\nhome\n");
        assertThat(start.workDir().resolve("file")).hasContent("made");
    }

    @Test
    void keepsTheEnvironmentOffEveryCommandLine() {
        TaskStart start = node.start(running());
        driver.start(start);
        Eventually.until("it runs", SOON, () -> beginnings(start) > 0);
        assertThat(Leftovers.processesNamed("it's \"me\"")).isZero();
    }

    @Test
    void runsCommandsInsideWithTheTasksEnvironment() {
        TaskStart start = node.start(running());
        TaskHandle handle = driver.start(start);
        Eventually.until("it runs", SOON, () -> beginnings(start) > 0);

        ExecResult result = driver.exec(
                handle, List.of("sh", "-c", "printf '%s\\n' \"$GREETING\"; cat runs; echo bad >&2; exit 5"), SOON);

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.output()).contains("it's \"me\" $HOME\n", "begun\n", "bad\n");
    }

    @Test
    void cutsLongOutputOfCommandsAndEndsSlowOnes() {
        TaskStart start = node.start(running());
        TaskHandle handle = driver.start(start);
        Eventually.until("it runs", SOON, () -> beginnings(start) > 0);
        String mark = "3" + System.nanoTime() % 1_000_000_000;

        ExecResult slow = driver.exec(handle, List.of("sleep", mark), Duration.ofMillis(300));
        ExecResult loud = driver.exec(handle, List.of("head", "-c", "200000", "/dev/zero"), SOON);
        ExecResult absent = driver.exec(handle, List.of("no-such-program"), SOON);

        assertThat(slow.exitCode()).isEqualTo(-1);
        Eventually.until("the slow command is gone", SOON, () -> Leftovers.processesNamed(mark) == 0);
        assertThat(loud.output()).hasSize(64 << 10);
        assertThat(absent.exitCode()).isIn(126, 127);
    }

    @Test
    void tellsTheExitCodeOfAProgramThatDoesNotExist() throws Exception {
        TaskStart start = node.start(script("exec no-such-program"));
        assertThat(driver.await(driver.start(start)).exitCode()).isEqualTo(127);
        assertThat(TestingNode.output(start, "stderr")).contains("no-such-program");
    }
}
