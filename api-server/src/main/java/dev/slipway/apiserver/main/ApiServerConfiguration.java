package dev.slipway.apiserver.main;

import static java.util.Objects.requireNonNull;

import dev.slipway.apiserver.tls.TlsFiles;
import dev.slipway.identity.IssuerSettings;
import dev.slipway.model.Loopback;
import dev.slipway.policies.OpaSettings;
import dev.slipway.store.DatabaseSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the API process, read from one JSON file. Secrets stand in files of their own, named here.
 *
 * @param database as role {@code slipway_api}
 * @param recorderDatabase as role {@code slipway_recorder}
 * @param policies engines asked
 * @param issuers identity providers whose tokens are accepted, at least one
 * @param bind address to listen on, {@code 127.0.0.1} when absent
 * @param port of the API, 0 for any free one
 * @param adminPort of metrics, on loopback only, 0 for any free one
 * @param publicUrl address others reach the API at, without a slash at the end
 * @param proxyUrl address of the proxy in front of services
 * @param temporalUiUrl address of the Temporal UI; empty when there is none
 * @param artifactsDir folder of content by digest
 * @param sealKeyFile key that seals secrets and states
 * @param actionPrivateKeyFile key that signs people's actions; no other process has it
 * @param servicePublicKeyFile checks the tokens with which the worker asks for runs that are due
 * @param heartbeatMillis longest hold of a node's sync, 1000 when absent or 0
 * @param tls certificate and key; needed to listen anywhere but on loopback
 */
public record ApiServerConfiguration(
        DatabaseSettings database,
        DatabaseSettings recorderDatabase,
        Policies policies,
        List<IssuerSettings> issuers,
        String bind,
        int port,
        int adminPort,
        String publicUrl,
        String proxyUrl,
        String temporalUiUrl,
        Path artifactsDir,
        Path sealKeyFile,
        Path actionPrivateKeyFile,
        Path servicePublicKeyFile,
        long heartbeatMillis,
        @Nullable TlsFiles tls) {
    public ApiServerConfiguration {
        requireNonNull(database, "database is null");
        requireNonNull(recorderDatabase, "recorderDatabase is null");
        requireNonNull(policies, "policies is null");
        issuers = List.copyOf(requireNonNull(issuers, "issuers is null"));
        bind = bind == null ? "127.0.0.1" : bind;
        publicUrl = withoutSlash(requireNonNull(publicUrl, "publicUrl is null"));
        requireNonNull(proxyUrl, "proxyUrl is null");
        temporalUiUrl = temporalUiUrl == null ? "" : withoutSlash(temporalUiUrl);
        requireNonNull(artifactsDir, "artifactsDir is null");
        requireNonNull(sealKeyFile, "sealKeyFile is null");
        requireNonNull(actionPrivateKeyFile, "actionPrivateKeyFile is null");
        requireNonNull(servicePublicKeyFile, "servicePublicKeyFile is null");
        heartbeatMillis = heartbeatMillis == 0 ? 1_000 : heartbeatMillis;
        if (URI.create(proxyUrl).getScheme() == null || URI.create(publicUrl).getScheme() == null) {
            throw new IllegalArgumentException("publicUrl and proxyUrl must be whole addresses");
        }
        if (tls == null && !Loopback.is(bind)) {
            throw new IllegalArgumentException("without 'tls' the API listens on loopback only, not on " + bind
                    + "; name certificateFile and keyFile, or bind 127.0.0.1 behind a reverse proxy");
        }
        if (!publicUrl.startsWith("https:")
                && !Loopback.is(URI.create(publicUrl).getHost())) {
            throw new IllegalArgumentException("publicUrl must be https, or http on loopback: " + publicUrl);
        }
    }

    /** @param internal the installation's own engine */
    public record Policies(OpaSettings internal) {
        public Policies {
            requireNonNull(internal, "internal is null");
        }
    }

    /** Where a workflow id is appended to; empty when there is no Temporal UI. */
    String temporalWorkflows() {
        return temporalUiUrl.isEmpty() ? "" : temporalUiUrl + "/namespaces/default/workflows/";
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
