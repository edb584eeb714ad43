package dev.slipway.agent.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.ArtifactSpec;
import dev.slipway.model.spec.SecretSpec;
import dev.slipway.model.spi.TaskStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Lays everything a task needs before its start: folders, artifacts, secrets. */
final class TaskSetup {
    private static final String ANY_ADDRESS = "0.0.0.0";
    private final TaskPlace place;
    private final NodeParts parts;

    TaskSetup(TaskPlace place, NodeParts parts) {
        this.place = place;
        this.parts = parts;
    }

    /** Makes the folders and fetches artifacts; repeating it is harmless while the task does not run. */
    void prepare() throws IOException {
        for (Path folder : new Path[] {workDir(), logDir(), shimDir()}) {
            Files.createDirectories(folder);
        }
        for (ArtifactSpec artifact : place.task().artifacts()) {
            parts.artifacts().place(artifact, workDir());
        }
    }

    /** Fetches secrets and puts together what the driver is given. */
    TaskStart start(int attempt, Map<String, Integer> ports) throws IOException {
        Map<String, String> env = new HashMap<>();
        Map<String, byte[]> files = new HashMap<>();
        resolveSecrets(env, files);
        Path secretsDir = parts.secrets().create(place.allocationId(), place.name(), files);
        // A task with an address of its own learns that address only after its start, so it listens on all it has.
        String address = TaskPorts.isOnHost(place.task().driver()) ? parts.address() : ANY_ADDRESS;
        return new TaskStart(
                place.key(attempt),
                place.allocationId(),
                place.name(),
                place.task().config(),
                TaskEnvironment.of(place, ports, secretsDir, env, address),
                place.task().resources(),
                workDir(),
                secretsDir,
                logDir(),
                place.task().logs(),
                shimDir());
    }

    private void resolveSecrets(Map<String, String> env, Map<String, byte[]> files) {
        if (place.task().secrets().isEmpty()) {
            return;
        }
        Map<String, String> values =
                parts.client().secrets(place.allocationId()).values();
        for (SecretSpec secret : place.task().secrets()) {
            String encoded = values.get(secret.name());
            if (encoded == null) {
                throw new SlipwayException(ErrorCode.SECRET_UNAVAILABLE, "there is no secret " + secret.name());
            }
            byte[] value = Base64.getDecoder().decode(encoded);
            if (secret.env() != null) {
                env.put(secret.env(), new String(value, UTF_8));
            }
            if (secret.file() != null) {
                files.put(secret.file(), value);
            }
        }
    }

    Path workDir() {
        return parts.folders().work(place.allocationId(), place.name());
    }

    Path logDir() {
        return parts.folders().logs(place.allocationId(), place.name());
    }

    private Path shimDir() {
        return parts.folders().shim(place.allocationId(), place.name());
    }
}
