package dev.slipway.drivers.testing;

import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.TaskHandle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An {@link AgentMain} process seen from its murderer. */
public final class TestingAgent implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    /** Returns when the process is ready to start the task. */
    public TestingAgent(AgentMain.Order order) {
        try {
            Path file = Files.createTempFile(order.root(), "order", ".json");
            Files.writeString(file, ModelJson.write(order));
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            process = new ProcessBuilder(List.of(
                            java,
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath,
                            AgentMain.class.getName(),
                            file.toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            output = process.inputReader(StandardCharsets.UTF_8);
            expect("ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it start the task. */
    public void go() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The handle its start returned. */
    public TaskHandle handle() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("the agent ended without a handle");
            }
            return ModelJson.read(line, TaskHandle.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private void expect(String word) throws IOException {
        String line = output.readLine();
        if (!word.equals(line)) {
            throw new IllegalStateException("the agent said " + line);
        }
    }
}
