package dev.slipway.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.drivers.testing.AgentMain;
import dev.slipway.drivers.testing.Eventually;
import dev.slipway.drivers.testing.TestingAgent;
import dev.slipway.drivers.testing.TestingNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ExitResult;
import dev.slipway.model.spi.TaskDriver;
import dev.slipway.model.spi.TaskHandle;
import dev.slipway.model.spi.TaskStart;
import dev.slipway.model.spi.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every driver promises, whatever it runs. */
abstract class TaskDriverContract {
    protected static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    protected Path folder;

    protected TestingNode node;
    protected TaskDriver driver;

    /** Name of the driver under test. */
    protected abstract String driverName();

    /** A task that runs until it is stopped. */
    protected abstract Map<String, Object> running();

    /** A task that ends after a moment with this code. */
    protected abstract Map<String, Object> ending(int exitCode);

    /** A task that ignores SIGTERM. */
    protected abstract Map<String, Object> stubborn();

    /** A task that writes this line and ends. */
    protected abstract Map<String, Object> saying(String line);

    /** A start this driver accepts and then cannot carry out. */
    protected abstract TaskStart unstartable();

    /** Configurations it refuses, by the field it must name. */
    protected abstract Map<String, Map<String, Object>> bad();

    /** How often the task of this start has physically begun. */
    protected abstract int beginnings(TaskStart start);

    protected String dockerHost() {
        return "";
    }

    protected final TaskDriver freshDriver() {
        return Drivers.create(new DriverSettings(node.stateRoot(), true, dockerHost(), null)).stream()
                .filter(candidate -> candidate.name().equals(driverName()))
                .findFirst()
                .orElseThrow();
    }

    @BeforeEach
    final void prepareNode() {
        node = new TestingNode(folder);
        driver = freshDriver();
    }

    @AfterEach
    final void destroyAll() {
        driver.list().forEach(driver::destroy);
        assertThat(driver.list()).isEmpty();
    }

    @Test
    void isHealthyHere() {
        assertThat(driver.fingerprint().healthy())
                .as(driver.fingerprint().description())
                .isTrue();
    }

    @Test
    void tellsEveryProblemOfABadConfigurationByField() {
        bad().forEach((field, config) -> {
            assertThat(driver.validate(config))
                    .as(config.toString())
                    .anySatisfy(problem -> assertThat(problem.field()).isEqualTo("config." + field));
            assertThatThrownBy(() -> driver.start(node.start(config)))
                    .isInstanceOfSatisfying(
                            SlipwayException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DRIVER_CONFIG_INVALID));
        });
        assertThat(driver.list()).isEmpty();
    }

    @Test
    void acceptsTheConfigurationsItRuns() {
        assertThat(List.of(running(), ending(3), stubborn(), saying("x")))
                .allSatisfy(config -> assertThat(driver.validate(config)).isEmpty());
    }

    @Test
    void tellsHowATaskEndedAndAlwaysTheSame() throws Exception {
        TaskHandle handle = driver.start(node.start(ending(3)));

        ExitResult result = driver.await(handle);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.signal()).isZero();
        assertThat(result.oomKilled()).isFalse();
        assertThat(result.error()).isNull();
        assertThat(result.successful()).isFalse();
        assertThat(driver.await(handle)).isEqualTo(result);
        assertThat(driver.inspect(handle)).isEqualTo(new TaskStatus.Exited(result));
    }

    @Test
    void startsOncePerKeyFromManyThreads() throws Exception {
        TaskStart start = node.start(running());
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<TaskHandle>> starts = IntStream.range(0, 6)
                    .mapToObj(index -> threads.submit(() -> (index % 2 == 0 ? driver : freshDriver()).start(start)))
                    .toList();
            for (Future<TaskHandle> handle : starts) {
                assertThat(handle.get()).isEqualTo(starts.getFirst().get());
            }
        }
        Eventually.until("it runs", SOON, () -> beginnings(start) > 0);
        assertThat(beginnings(start)).isEqualTo(1);
        assertThat(driver.list()).hasSize(1);
    }

    @Test
    void startsNothingAgainAfterTheTaskHasEnded() throws Exception {
        TaskStart start = node.start(ending(0));
        TaskHandle first = driver.start(start);
        ExitResult result = driver.await(first);
        assertThat(result.successful()).isTrue();

        TaskHandle second = freshDriver().start(start);

        assertThat(second).isEqualTo(first);
        assertThat(driver.await(second)).isEqualTo(result);
        assertThat(beginnings(start)).isEqualTo(1);
    }

    @Test
    void startsOnceThoughAgentsDieBetweenStartAndReturn() {
        for (long delay : List.of(0L, 4L, 8L, 15L, 30L, 60L)) {
            TaskStart start = node.start(running());
            try (TestingAgent agent = new TestingAgent(order(start))) {
                agent.go();
                Eventually.within(Duration.ofMillis(delay), () -> false);
                agent.kill();
            }
            TaskHandle handle = driver.start(start);
            Eventually.until("it runs", SOON, () -> beginnings(start) > 0);
            // A second, late beginning would show within the time a start takes.
            Eventually.within(Duration.ofMillis(300), () -> beginnings(start) > 1);
            assertThat(beginnings(start)).as("killed after " + delay + " ms").isEqualTo(1);
            assertThat(driver.find(start.key())).contains(handle);
        }
    }

    @Test
    void takesUpATaskWhoseAgentWasKilled() throws Exception {
        TaskStart start = node.start(running());
        TaskHandle handle = startedByAnAgentThatIsThenKilled(start);

        assertThat(driver.recover(handle)).isTrue();
        assertThat(driver.inspect(handle)).isInstanceOf(TaskStatus.Running.class);
        assertThat(driver.find(start.key())).contains(handle);
        assertThat(driver.list()).contains(handle);
        assertThat(driver.start(start)).isEqualTo(handle);
        assertThat(beginnings(start)).isEqualTo(1);
        driver.stop(handle, "SIGTERM", SOON);
        assertThat(driver.await(handle).signal()).isEqualTo(15);
    }

    @Test
    void keepsTheExitCodeOfATaskThatEndedUnwatched() throws Exception {
        TaskStart start = node.start(ending(7));
        TaskHandle handle = startedByAnAgentThatIsThenKilled(start);
        Eventually.until("it ends", SOON, () -> driver.inspect(handle) instanceof TaskStatus.Exited);

        assertThat(driver.recover(handle)).isTrue();
        assertThat(driver.await(handle).exitCode()).isEqualTo(7);
    }

    @Test
    void stopsWithTheSignal() throws Exception {
        TaskHandle handle = driver.start(node.start(running()));

        driver.stop(handle, "SIGTERM", SOON);

        ExitResult result = driver.await(handle);
        assertThat(result.signal()).isEqualTo(15);
        assertThat(result.exitCode()).isEqualTo(143);
        driver.stop(handle, "SIGTERM", SOON);
        assertThat(driver.await(handle)).isEqualTo(result);
    }

    @Test
    void losesNoSignalThatComesRightAfterTheStart() throws Exception {
        for (int round = 0; round < 8; round++) {
            TaskHandle handle = driver.start(node.start(running()));
            driver.stop(handle, "SIGTERM", SOON);
            assertThat(driver.await(handle).signal()).as("round " + round).isEqualTo(15);
        }
    }

    @Test
    void killsATaskThatIgnoresTheSignalAfterTheGrace() throws Exception {
        TaskStart start = node.start(stubborn());
        TaskHandle handle = driver.start(start);
        Eventually.until("it runs", SOON, () -> beginnings(start) > 0);
        long begun = System.nanoTime();

        driver.stop(handle, "SIGTERM", Duration.ofMillis(500));

        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(taken).isBetween(Duration.ofMillis(450), Duration.ofMillis(1500));
        assertThat(driver.inspect(handle)).isInstanceOf(TaskStatus.Exited.class);
        assertThat(driver.await(handle).signal()).isEqualTo(9);
        assertThat(driver.await(handle).exitCode()).isEqualTo(137);
    }

    @Test
    void refusesAnUnknownSignal() {
        TaskHandle handle = driver.start(node.start(running()));
        assertThatThrownBy(() -> driver.stop(handle, "SIGNONSENSE; reboot", SOON))
                .isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> driver.signal(handle, "TERM")).isInstanceOf(SlipwayException.class);
        assertThat(driver.inspect(handle)).isInstanceOf(TaskStatus.Running.class);
    }

    @Test
    void writesWhatATaskSaysToItsLogFile() throws Exception {
        TaskStart start = node.start(saying("hello from inside"));

        driver.await(driver.start(start));

        assertThat(TestingNode.output(start, "stdout")).isEqualTo("hello from inside\n");
    }

    @Test
    void failsAStartThatCannotWorkAndKeepsNothingOfIt() {
        TaskStart start = unstartable();

        assertThatThrownBy(() -> driver.start(start)).isInstanceOfSatisfying(SlipwayException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.DRIVER_START_FAILED);
            assertThat(failure.getMessage()).isNotBlank();
        });

        assertThat(driver.find(start.key())).isEmpty();
        assertThat(driver.list()).isEmpty();
    }

    @Test
    void listsEveryTaskAndForgetsTheDestroyed() {
        Map<String, TaskHandle> handles = Stream.of(node.start(running()), node.start(running()))
                .collect(Collectors.toMap(TaskStart::key, start -> driver.start(start)));
        assertThat(freshDriver().list()).containsExactlyInAnyOrderElementsOf(handles.values());

        handles.values().forEach(driver::destroy);

        assertThat(driver.list()).isEmpty();
        assertThat(handles).allSatisfy((key, handle) -> {
            assertThat(driver.find(key)).isEmpty();
            assertThat(driver.recover(handle)).isFalse();
            assertThat(driver.inspect(handle)).isInstanceOf(TaskStatus.Unknown.class);
        });
        handles.values().forEach(driver::destroy);
    }

    @Test
    void knowsNothingOfATaskThatNeverWas() throws Exception {
        TaskHandle invented = new TaskHandle(1, driverName(), "nobody/main/0", null, Map.of());
        assertThat(driver.find(invented.key())).isEmpty();
        assertThat(driver.recover(invented)).isFalse();
        assertThat(driver.inspect(invented)).isInstanceOf(TaskStatus.Unknown.class);
        assertThat(driver.await(invented).exitCode()).isEqualTo(-1);
        assertThat(driver.await(invented).error()).isNotNull();
        assertThatThrownBy(() -> driver.exec(invented, List.of("true"), SOON))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TASK_UNKNOWN));
        driver.stop(invented, "SIGTERM", Duration.ZERO);
        driver.destroy(invented);
    }

    @Test
    void runsACommandInsideATask() {
        TaskStart start = node.start(running());
        TaskHandle handle = driver.start(start);
        Eventually.until("it runs", SOON, () -> beginnings(start) > 0);
        assertThat(driver.exec(handle, List.of("true"), SOON).exitCode()).isZero();
    }

    protected final AgentMain.Order order(TaskStart start) {
        return new AgentMain.Order(driverName(), folder, start.key(), start.config(), dockerHost());
    }

    private TaskHandle startedByAnAgentThatIsThenKilled(TaskStart start) {
        try (TestingAgent agent = new TestingAgent(order(start))) {
            agent.go();
            TaskHandle handle = agent.handle();
            agent.kill();
            return handle;
        }
    }
}
