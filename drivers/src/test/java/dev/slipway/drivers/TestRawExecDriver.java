package dev.slipway.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.TaskDriver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestRawExecDriver extends ProcessDriverContract {
    @Override
    protected String driverName() {
        return "raw-exec";
    }

    @Override
    protected Map<String, Object> script(String script) {
        return Map.of("command", script);
    }

    @Override
    protected Map<String, Map<String, Object>> bad() {
        return Map.of(
                "command", Map.of("args", List.of("a")),
                "args", Map.of("command", "true", "args", "a b"),
                "args[1]", Map.of("command", "true", "args", List.of("a", 1)),
                "pidsLimit", Map.of("command", "true", "pidsLimit", 0),
                "user", Map.of("command", "true", "user", 0));
    }

    @Test
    void isOffUnlessTurnedOn() {
        TaskDriver off = Drivers.create(DriverSettings.at(node.stateRoot())).stream()
                .filter(candidate -> candidate.name().equals("raw-exec"))
                .findFirst()
                .orElseThrow();
        assertThat(off.fingerprint().healthy()).isFalse();
        assertThat(off.fingerprint().description()).contains("rawExec: true");
        assertThatThrownBy(() -> off.start(node.start(running())))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DRIVER_UNAVAILABLE));
    }
}
