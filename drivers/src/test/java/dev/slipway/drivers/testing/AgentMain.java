package dev.slipway.drivers.testing;

import dev.slipway.drivers.DriverSettings;
import dev.slipway.drivers.Drivers;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.TaskDriver;
import dev.slipway.model.spi.TaskHandle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An agent process that is there to be killed: starts one task, says so, and waits. */
public final class AgentMain {
    private AgentMain() {}

    /**
     * What the process is told.
     *
     * @param driver driver name
     * @param root folder of the {@link TestingNode}
     * @param key key of the start
     * @param config configuration of the task
     * @param dockerHost as in {@link DriverSettings}, empty for the default
     */
    public record Order(String driver, Path root, String key, Map<String, Object> config, String dockerHost) {}

    public static void main(String[] arguments) throws IOException {
        Order order = ModelJson.read(Files.readString(Path.of(arguments[0])), Order.class);
        TestingNode node = new TestingNode(order.root());
        TaskDriver driver =
                Drivers.create(new DriverSettings(node.stateRoot(), true, order.dockerHost(), null)).stream()
                        .filter(candidate -> candidate.name().equals(order.driver()))
                        .findFirst()
                        .orElseThrow();
        if (!driver.fingerprint().healthy()) {
            throw new IllegalStateException(driver.fingerprint().description());
        }
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        TaskHandle handle = driver.start(node.start(order.key(), order.config()));
        System.out.write((ModelJson.write(handle) + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        if (System.in.read() < 0) {
            return;
        }
    }
}
