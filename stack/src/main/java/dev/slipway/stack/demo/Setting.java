package dev.slipway.stack.demo;

import dev.slipway.client.ClientSettings;
import dev.slipway.client.FileBody;
import dev.slipway.client.ResourceName;
import dev.slipway.client.SlipwayClient;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.idp.DemoTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator sets up before the first commit: secrets, project, environments, pipeline; and the repository. */
final class Setting {
    static final String PROJECT = "shop";
    static final String PIPELINE = "storefront";

    private final Installation installation;
    private final Launch launch;
    private final DemoTokens tokens;

    Setting(Installation installation, Launch launch) {
        this.installation = installation;
        this.launch = launch;
        this.tokens = new DemoTokens(installation);
    }

    /** A client that speaks for somebody, with a fresh token for each call. */
    SlipwayClient as(String person) {
        return SlipwayClient.create(
                ClientSettings.of(URI.create(installation.apiUrl()), () -> Optional.of(tokens.token(person))));
    }

    /** Registers everything and makes the repository. */
    Storefront prepare(boolean docker) {
        Path folder = Installation.folder(installation.data("demo"));
        Storefront storefront =
                Storefront.create(folder, launch.checkout().resolve("examples/storefront"), hook(folder));
        if (docker) {
            new DockerVariant(storefront).apply(folder);
        }
        try (SlipwayClient operator = as("olivia")) {
            apply(operator, ResourceName.project(PROJECT), "project.yaml", storefront);
            for (String key : List.of(DemoReceiver.STATUS_KEY, DemoReceiver.SCAN_KEY)) {
                String value =
                        installation.secrets().read(installation.secrets().token(key));
                operator.secrets().set(PROJECT, key, value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            apply(operator, ResourceName.environment(PROJECT, "staging"), "staging.yaml", storefront);
            apply(operator, ResourceName.environment(PROJECT, "production"), "production.yaml", storefront);
            apply(operator, ResourceName.pipeline(PROJECT, PIPELINE), "pipeline.yaml", storefront);
        }
        return storefront;
    }

    private void apply(SlipwayClient operator, ResourceName name, String file, Storefront storefront) {
        try {
            String text = Files.readString(
                            launch.checkout().resolve("examples/operator").resolve(file))
                    .replace(
                            "127.0.0.1:7413",
                            "127.0.0.1:" + installation.ports().demoReceiver())
                    .replace("/path/to/storefront.git", storefront.repository().toString());
            operator.registry().apply(name, FileBody.yaml(text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the example's " + file, e);
        }
    }

    /** The hook is what a CI system would be: it gets a token of its own and asks for a run of the pushed commit. */
    private String hook(Path folder) {
        return """
                #!/bin/sh
                # Acts as CI: asks the identity provider for a token and Slipway for a run of what was pushed, which the
                # pipeline's own triggers judge.
                set -eu
                export SLIPWAY_HOME='%s' SLIPWAY_PORT_BASE='%d' SLIPWAY_LIB='%s' SLIPWAY_ADDR='%s'
                while read -r old new ref; do
                    case $new in *[!0]*) ;; *) continue ;; esac
                    case $(git log -1 --format=%%s "$new") in *'[skip ci]'*) continue ;; esac
                    SLIPWAY_TOKEN=$('%s' dev token ci) '%s' run start --project %s --pipeline %s \\
                        --ref "$ref" --commit "$new" --push --before "$old" --json >'%s/'"$new".json
                done
                """.formatted(
                        installation.root(),
                        installation.ports().base(),
                        launch.library(),
                        installation.apiUrl(),
                        launch.checkout().resolve("slipway"),
                        launch.checkout().resolve("slipway"),
                        PROJECT,
                        PIPELINE,
                        folder);
    }

    /** Where the hook leaves the answer for a commit. */
    Path answer(String commit) {
        return installation.data("demo").resolve(commit + ".json");
    }

    Journal journal() {
        return new Journal(installation.receiverJournal());
    }

    /** Host name of the application in an environment. */
    static String host(String environment) {
        return PIPELINE + "." + environment + "." + PROJECT + ".localhost";
    }

    Poller visitor(String environment) {
        return new Poller(installation.proxyUrl(), host(environment));
    }

    /** Addresses a person opens in a browser. */
    Map<String, String> addresses() {
        String port = ":" + installation.ports().proxy();
        return Map.of(
                "pages",
                installation.apiUrl(),
                "production",
                "http://" + host("production") + port,
                "staging",
                "http://" + host("staging") + port,
                "Temporal UI",
                installation.temporalUiUrl());
    }
}
