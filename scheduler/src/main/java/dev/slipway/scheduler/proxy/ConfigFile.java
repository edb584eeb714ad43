package dev.slipway.scheduler.proxy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/** The file HAProxy starts with: replaced as a whole, never by one that HAProxy would refuse. */
final class ConfigFile {
    private static final int CHECK_SECONDS = 10;

    private final Path haproxy;
    private final Path file;
    private String written = "";
    private String checked = "";

    ConfigFile(Path haproxy, Path file) {
        this.haproxy = haproxy;
        this.file = file;
    }

    /**
     * Writes the configuration unless it is there already.
     *
     * @throws SlipwayException INTERNAL_ERROR with HAProxy's words when it refuses it
     */
    void write(ProxyConfiguration configuration) throws IOException, InterruptedException {
        String text = configuration.render();
        if (text.equals(written) && Files.exists(file)) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        if (!configuration.generation().equals(checked)) {
            check(fresh);
            checked = configuration.generation();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        written = text;
    }

    private void check(Path candidate) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(haproxy.toString(), "-c", "-q", "-f", candidate.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(CHECK_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new SlipwayException(ErrorCode.INTERNAL_ERROR, "HAProxy did not check its configuration in time");
        }
        if (process.exitValue() != 0) {
            throw new SlipwayException(ErrorCode.INTERNAL_ERROR, "HAProxy refuses its configuration: " + said.strip());
        }
    }
}
