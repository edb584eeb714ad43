package dev.slipway.policies;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How an OPA server is started: on loopback, every call by a token that opens the decision document and nothing else.
 * {@code GET /health} needs no token.
 *
 * @param program the OPA program, see {@link OpaProgram#find()}
 * @param bundle folder of one bundle, see {@link PolicyBundles#extract}
 * @param tokens folder written by {@link #writeTokens}
 * @param port loopback port, 1 to 65535
 */
public record OpaCommand(Path program, Path bundle, Path tokens, int port) {
    private static final String LARGEST_REQUEST = "4194304";
    private static final String MANIFEST = "{\"revision\":\"tokens\",\"roots\":[\"access\"]}\n";

    public OpaCommand {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be from 1 to 65535");
        }
    }

    /** Program and arguments; no secret is among them. */
    public List<String> arguments() {
        return List.of(
                program.toString(),
                "run",
                "--server",
                "--addr=127.0.0.1:" + port,
                "--authentication=token",
                "--authorization=basic",
                "--skip-version-check",
                "--log-format=json",
                "--log-level=error",
                "--shutdown-grace-period=1",
                "--set=server.decoding.max_length=" + LARGEST_REQUEST,
                "--bundle",
                bundle.toString(),
                tokens.toString());
    }

    /** Base address for {@link OpaSettings}. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /**
     * Writes the folder that tells the server which tokens it accepts: their hashes, with mode 0600. Replaces what an
     * earlier call wrote.
     *
     * @param folder made when it is missing
     */
    public static void writeTokens(Path folder, List<String> tokens) throws IOException {
        ArrayNode hashes = ModelJson.mapper().createArrayNode();
        tokens.forEach(token -> hashes.add(Digest.of(token).hex()));
        ObjectNode data = ModelJson.mapper().createObjectNode();
        data.putObject("access").set("tokens", hashes);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(".manifest"), MANIFEST);
        Path file = folder.resolve("data.json");
        Files.deleteIfExists(file);
        SecretFile.create(file, ModelJson.write(data) + "\n");
    }
}
