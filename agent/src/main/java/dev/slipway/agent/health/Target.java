package dev.slipway.agent.health;

import dev.slipway.model.spi.TaskDriver;
import dev.slipway.model.spi.TaskHandle;

/**
 * What a check looks at.
 *
 * @param address IP address of the task
 * @param port port of the service there
 * @param driver runs script checks
 * @param handle of the running task
 */
public record Target(String address, int port, TaskDriver driver, TaskHandle handle) {}
