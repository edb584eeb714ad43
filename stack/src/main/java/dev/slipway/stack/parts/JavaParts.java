package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Part;
import dev.slipway.stack.Probe;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Parts that are Java processes of our own. */
public final class JavaParts {
    private static final List<String> ROLES = List.of("api", "worker", "agent");

    private final Installation installation;
    private final Launch launch;
    private final Roles roles;

    public JavaParts(Installation installation, Launch launch, Roles roles) {
        this.installation = installation;
        this.launch = launch;
        this.roles = roles;
    }

    public Part demoServices() {
        List<String> command = new ArrayList<>(launch.java("dev.slipway.stack.main.DemoServicesMain", 96));
        command.add(installation.root().toString());
        command.add(Integer.toString(installation.ports().base()));
        URI ready = URI.create(installation.identityProviderUrl() + "/.well-known/openid-configuration");
        return Part.of("demo-services", command, Map.of(), List.of(), new Probe.Http(ready));
    }

    public Part api() {
        return role(
                        "api",
                        "dev.slipway.apiserver.main.Main",
                        512,
                        installation.ports().api(),
                        roles::api)
                .stoppedBy("TERM", Duration.ofSeconds(15));
    }

    public Part worker() {
        return role(
                "worker",
                "dev.slipway.worker.main.Main",
                640,
                installation.ports().workerHealth(),
                roles::worker);
    }

    public Part agent() {
        Part part = role(
                "agent",
                "dev.slipway.agent.main.Main",
                320,
                installation.ports().agentHealth(),
                roles::agent);
        JoinTokens tokens = new JoinTokens(installation);
        return new Part(
                part.name(),
                part.command(),
                part.environment(),
                List.of("api", "demo-services", "opa-internal"),
                part.ready(),
                () -> {
                    tokens.prepare();
                    part.prepare().run();
                },
                part.whenReady(),
                part.stopSignal(),
                part.stopTimeout());
    }

    /** The three roles in one Java process, for machines where memory counts more than that one can fall alone. */
    public Part allRoles() {
        List<String> command = new ArrayList<>(launch.java("dev.slipway.stack.main.AllRolesMain", 1_024));
        command.add(installation.root().toString());
        command.add(Integer.toString(installation.ports().base()));
        for (String name : ROLES) {
            command.add(configuration(name).toString());
        }
        Probe ready = new Probe.All(List.of(
                health(installation.ports().api()),
                health(installation.ports().workerHealth()),
                health(installation.ports().agentHealth())));
        return Part.of(
                        "slipway",
                        command,
                        Map.of(),
                        List.of("postgres", "temporal", "opa-internal", "opa-external", "demo-services"),
                        ready)
                .preparedBy(() -> {
                    roles.write("api", roles.api());
                    roles.write("worker", roles.worker());
                    roles.write("agent", roles.agent());
                });
    }

    /** The proxy runs on its own, so that a worker that is killed takes no traffic with it. */
    public Part proxy(String after) {
        return Part.of(
                "haproxy",
                roles.proxy().command(),
                Map.of(),
                List.of(after),
                new Probe.Tcp(installation.ports().proxy()));
    }

    private Part role(String name, String mainClass, int heapMegabytes, int port, Supplier<Object> configuration) {
        List<String> command = new ArrayList<>(launch.java(mainClass, heapMegabytes));
        command.add(configuration(name).toString());
        List<String> after = name.equals("worker")
                ? List.of("postgres", "temporal", "opa-internal", "opa-external")
                : List.of("postgres", "opa-internal", "demo-services");
        return Part.of(name, command, Map.of(), after, health(port))
                .preparedBy(() -> roles.write(name, configuration.get()));
    }

    private Path configuration(String role) {
        return installation.config().resolve(role + ".json");
    }

    private static Probe health(int port) {
        return new Probe.Http(URI.create("http://127.0.0.1:" + port + "/health/ready"));
    }
}
