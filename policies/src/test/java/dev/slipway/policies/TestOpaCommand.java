package dev.slipway.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOpaCommand {
    private static final String DECISION = "/v1/data/slipway/decision";

    @TempDir
    private Path folder;

    @Test
    void theTokenOpensTheDecisionAndNothingElse() throws Exception {
        try (OpaServer server = OpaServer.start(folder, PolicyBundles.INTERNAL)) {
            assertThat(server.status("POST", DECISION, "{\"input\":{}}", OpaServer.TOKEN))
                    .isEqualTo(200);
            assertThat(server.status("POST", DECISION, "{\"input\":{}}", "wrong"))
                    .isEqualTo(401);
            assertThat(server.status("POST", DECISION, "{\"input\":{}}", "")).isEqualTo(401);
            assertThat(server.status("GET", "/health", "", "")).isEqualTo(200);
            for (String path :
                    List.of("/v1/data", "/v1/policies", "/v1/config", "/v1/data/access/tokens", "/metrics", DECISION)) {
                assertThat(server.status("GET", path, "", OpaServer.TOKEN))
                        .as(path)
                        .isEqualTo(401);
            }
            assertThat(server.status("PUT", "/v1/data/access/tokens", "[\"x\"]", OpaServer.TOKEN))
                    .isEqualTo(401);
            assertThat(server.status("PUT", "/v1/policies/evil", "package slipway", OpaServer.TOKEN))
                    .isEqualTo(401);
            assertThat(server.status("POST", "/v1/compile", "{}", OpaServer.TOKEN))
                    .isEqualTo(401);
        }
    }

    @Test
    void noSecretIsOnTheCommandLineOrReadableByOthers() throws Exception {
        Path tokens = folder.resolve("tokens");
        OpaCommand.writeTokens(tokens, List.of("old-token"));
        OpaCommand.writeTokens(tokens, List.of("a-token"));
        OpaCommand command = new OpaCommand(Path.of("opa"), folder, tokens, 8181);
        assertThat(command.arguments()).noneMatch(argument -> argument.contains("a-token"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens.resolve("data.json"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(tokens.resolve("data.json"))).doesNotContain("a-token");
    }
}
