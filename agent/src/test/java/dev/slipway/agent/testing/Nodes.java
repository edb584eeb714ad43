package dev.slipway.agent.testing;

import dev.slipway.agent.main.Agent;
import dev.slipway.agent.main.AgentConfiguration;
import dev.slipway.agent.node.NodeSettings;
import dev.slipway.model.DataSize;
import dev.slipway.model.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Agents for tests. */
public final class Nodes {
    private Nodes() {}

    public static AgentConfiguration configuration(FakeControlPlane server, Path folder, String... drivers) {
        Path token = folder.resolve("join-token");
        try {
            if (!Files.exists(token)) {
                SecretFile.create(token, FakeControlPlane.TOKEN);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        NodeSettings node =
                new NodeSettings("one", token.toString(), 4000, DataSize.parse("4GiB"), List.of(drivers), null);
        return new AgentConfiguration(
                server.url(),
                folder.toString(),
                0,
                List.of(node),
                List.of(drivers).contains("raw-exec"),
                null,
                null,
                null);
    }

    public static Agent start(FakeControlPlane server, Path folder, String... drivers) {
        try {
            return Agent.start(configuration(server, folder, drivers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The node's own folder. */
    public static Path folder(Path folder) {
        return folder.resolve("one");
    }
}
