package dev.slipway.stack.parts;

import dev.slipway.client.ClientSettings;
import dev.slipway.client.SlipwayClient;
import dev.slipway.stack.Installation;
import dev.slipway.stack.idp.DemoTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/** Gets join tokens for the embedded nodes, as an operator would. */
public final class JoinTokens {
    private final Installation installation;

    public JoinTokens(Installation installation) {
        this.installation = installation;
    }

    /** One token per node that has not joined yet. */
    public void prepare() {
        DemoTokens tokens = new DemoTokens(installation);
        ClientSettings settings =
                ClientSettings.of(URI.create(installation.apiUrl()), () -> Optional.of(tokens.token("olivia")));
        try (SlipwayClient operator = SlipwayClient.create(settings)) {
            for (String node : new String[] {"default", "build"}) {
                if (!joined(node)) {
                    String token = operator.nodes().joinToken(node, "local").token();
                    installation
                            .secrets()
                            .write(installation.joinTokenFile(node), token.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private boolean joined(String node) {
        return Files.exists(installation.data("agent").resolve(node).resolve("identity.json"));
    }
}
