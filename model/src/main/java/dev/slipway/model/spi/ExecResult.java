package dev.slipway.model.spi;

/**
 * Outcome of a command run inside a task.
 *
 * @param exitCode -1 when it did not end in time
 * @param output standard output and error together, cut at 64 KiB
 */
public record ExecResult(int exitCode, String output) {}
