package dev.slipway.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.drivers.testing.TestingNode;
import dev.slipway.model.DataSize;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.LogsSpec;
import dev.slipway.model.spec.ResourcesSpec;
import dev.slipway.model.spi.TaskHandle;
import dev.slipway.model.spi.TaskStart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestMockDriver extends TaskDriverContract {
    @Override
    protected String driverName() {
        return "mock";
    }

    @Override
    protected Map<String, Object> running() {
        return Map.of();
    }

    @Override
    protected Map<String, Object> ending(int exitCode) {
        return Map.of("runFor", "20ms", "exitCode", exitCode);
    }

    @Override
    protected Map<String, Object> stubborn() {
        return Map.of("hang", true);
    }

    @Override
    protected Map<String, Object> saying(String line) {
        return Map.of("stdout", line, "runFor", "0");
    }

    @Override
    protected TaskStart unstartable() {
        return node.start(Map.of("startError", "no such luck"));
    }

    @Override
    protected Map<String, Map<String, Object>> bad() {
        return Map.of(
                "runFor", Map.of("runFor", "soon"),
                "exitCode", Map.of("exitCode", 256),
                "hang", Map.of("hang", "yes"),
                "stdout", Map.of("stdout", List.of("a")),
                "stdoutRepeat", Map.of("stdoutRepeat", 1.5),
                "runfor", Map.of("runfor", "1s"));
    }

    @Override
    protected int beginnings(TaskStart start) {
        return (int) driver.list().stream()
                .filter(handle -> handle.key().equals(start.key()))
                .count();
    }

    @Test
    void namesTheNearestKnownField() {
        assertThat(driver.validate(Map.of("runfor", "1s")).getFirst().fix()).isEqualTo("write runFor");
    }

    @Test
    void failsForGoodWhenToldSo() {
        TaskStart start = node.start(Map.of("startError", "never", "startErrorRecoverable", false));
        assertThatThrownBy(() -> driver.start(start)).isInstanceOfSatisfying(SlipwayException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.DRIVER_CONFIG_INVALID);
            assertThat(failure.getMessage()).isEqualTo("never");
        });
    }

    @Test
    void isAsHealthyAsItIsTold() {
        TaskHandle sick = driver.start(node.start(Map.of("healthy", false)));
        TaskHandle notYet = driver.start(node.start(Map.of("healthyAfter", "1h")));
        assertThat(driver.exec(sick, List.of("check"), SOON).exitCode()).isEqualTo(1);
        assertThat(driver.exec(notYet, List.of("check"), SOON).exitCode()).isEqualTo(1);
    }

    @Test
    void rotatesItsOutput() throws Exception {
        TaskStart start = TestingNode.with(
                node.start(Map.of("stdout", "123456789", "stdoutRepeat", 95, "runFor", "0")),
                ResourcesSpec.DEFAULT,
                new LogsSpec(2, new DataSize(100)));
        driver.await(driver.start(start));
        assertThat(start.logDir().resolve("main.stdout.7")).doesNotExist();
        assertThat(start.logDir().resolve("main.stdout.8")).hasSize(100);
        assertThat(start.logDir().resolve("main.stdout.9")).hasSize(50);
    }
}
