package dev.slipway.drivers.process;

import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lays the shell scripts of this package on disk, named by content: one a task is running is never changed. */
final class Scripts {
    private final Path folder;

    Scripts(Path folder) {
        this.folder = folder;
    }

    /** Path of the script, such as {@code shim.sh}, installed when it was not there. */
    Path install(String name) {
        String content = content(name);
        Path file = folder.resolve(Digest.of(content).hex().substring(0, 16) + "-" + name);
        if (!Files.exists(file)) {
            AtomicFiles.writeDurably(file, content);
        }
        return file;
    }

    private static String content(String name) {
        try (InputStream stream = Scripts.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the script " + name + " is missing from this build");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the script " + name, e);
        }
    }
}
