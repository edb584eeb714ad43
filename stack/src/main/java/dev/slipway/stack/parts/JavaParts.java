package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Part;
import dev.slipway.stack.Probe;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parts that are Java processes of our own. */
public final class JavaParts {
    private final Installation installation;
    private final Launch launch;

    public JavaParts(Installation installation, Launch launch) {
        this.installation = installation;
        this.launch = launch;
    }

    public Part demoServices() {
        List<String> command = new ArrayList<>(launch.java("dev.slipway.stack.main.DemoServicesMain", 96));
        command.add(installation.root().toString());
        command.add(Integer.toString(installation.ports().base()));
        URI ready = URI.create(installation.identityProviderUrl() + "/.well-known/openid-configuration");
        return Part.of("demo-services", command, Map.of(), List.of(), new Probe.Http(ready));
    }
}
