package dev.slipway.stack.parts;

import dev.slipway.policies.OpaCommand;
import dev.slipway.policies.OpaSettings;
import dev.slipway.policies.PolicyBundles;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Part;
import dev.slipway.stack.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One OPA server with its own bundle and its own token. */
public final class PolicyPart {
    private final Installation installation;
    private final String name;
    private final int port;

    /**
     * @param name {@code internal} or {@code external}
     */
    public PolicyPart(Installation installation, String name, int port) {
        this.installation = installation;
        this.name = name;
        this.port = port;
    }

    public Part part(Path program) {
        // A folder of its own: the other server must never read files this one's start is writing.
        Path bundles = installation.data("policies").resolve(name);
        OpaCommand command = new OpaCommand(program, bundles.resolve(name), tokens(), port);
        return Part.of(
                        "opa-" + name,
                        command.arguments(),
                        Map.of(),
                        List.of(),
                        new Probe.Http(URI.create(command.url() + "/health")))
                .preparedBy(() -> prepare(bundles));
    }

    /** How the roles reach it. */
    public OpaSettings settings() {
        Path token = installation.secrets().token("opa-" + name);
        return new OpaSettings(name, URI.create("http://127.0.0.1:" + port), token);
    }

    private Path tokens() {
        return installation.secrets().folder().resolve("opa-" + name + "-tokens");
    }

    private void prepare(Path bundles) {
        try {
            PolicyBundles.extract(Installation.folder(bundles));
            OpaCommand.writeTokens(
                    tokens(), List.of(installation.secrets().read(settings().tokenFile())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the policies of opa-" + name, e);
        }
    }
}
