package dev.slipway.drivers.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Info;
import dev.slipway.drivers.process.Programs;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Fingerprint;
import java.util.HashMap;
import java.util.Map;

/** Whether containers can run here. */
final class EngineFingerprint {
    private EngineFingerprint() {}

    static Fingerprint of(Engine engine) {
        if (!engine.local()) {
            return bad("the engine must be on the node itself, reached by a unix socket, not " + engine.host());
        }
        if (Programs.find("iptables").isEmpty()) {
            return bad("iptables is missing, without it containers could reach the host's ports:"
                    + " apt-get install iptables");
        }
        try {
            Info info = engine.quick(client -> client.infoCmd().exec());
            Map<String, String> attributes = new HashMap<>();
            attributes.put("driver.docker.version", String.valueOf(info.getServerVersion()));
            attributes.put("driver.docker.storage", String.valueOf(info.getDriver()));
            return new Fingerprint(true, "containers on engine " + info.getServerVersion(), attributes);
        } catch (SlipwayException | DockerException e) {
            return bad(e.getMessage() + "; start it, or: apt-get install docker.io");
        }
    }

    private static Fingerprint bad(String description) {
        return new Fingerprint(false, description, Map.of());
    }
}
