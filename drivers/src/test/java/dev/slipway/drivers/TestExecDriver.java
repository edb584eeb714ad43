package dev.slipway.drivers;

import java.util.List;
import java.util.Map;

final class TestExecDriver extends ProcessDriverContract {
    @Override
    protected String driverName() {
        return "exec";
    }

    @Override
    protected Map<String, Object> script(String script) {
        return Map.of("command", script);
    }

    @Override
    protected Map<String, Map<String, Object>> bad() {
        return Map.of(
                "command", Map.of("command", " "),
                "args", Map.of("command", "true", "args", "a b"),
                "user", Map.of("command", "true", "user", 0),
                "cpuHardLimit", Map.of("command", "true", "cpuHardLimit", "yes"),
                "comand", Map.of("comand", "true"));
    }
}
