package dev.slipway.apiserver.main;

import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jetty.GzipHandlerFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.util.List;
import java.util.Set;

/** Limits of the HTTP server. */
final class ServerSettings {
    private ServerSettings() {}

    /** @param connector of the API itself */
    static Configuration of(ApiServerConfiguration configuration, HttpConnectorFactory connector) {
        DefaultServerFactory server = new DefaultServerFactory();
        server.setApplicationConnectors(List.of(settled(connector, configuration.bind(), configuration.port())));
        server.setAdminConnectors(List.of(settled(new HttpConnectorFactory(), "127.0.0.1", configuration.adminPort())));
        server.setAllowedMethods(Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "LOCK", "UNLOCK"));
        server.setEnableVirtualThreads(true);
        server.setEnableAdminVirtualThreads(true);
        server.setRegisterDefaultExceptionMappers(false);
        server.setShutdownGracePeriod(Duration.seconds(3));
        LogbackAccessRequestLogFactory requestLog = new LogbackAccessRequestLogFactory();
        requestLog.setAppenders(List.of());
        server.setRequestLogFactory(requestLog);
        // Unpacking what is sent would let a small body become a large one; packing would hold events back.
        GzipHandlerFactory gzip = new GzipHandlerFactory();
        gzip.setEnabled(false);
        server.setGzipFilterFactory(gzip);
        Configuration settings = new Configuration();
        settings.setServerFactory(server);
        return settings;
    }

    private static HttpConnectorFactory settled(HttpConnectorFactory connector, String host, int port) {
        connector.setBindHost(host);
        connector.setPort(port);
        connector.setMaxRequestHeaderSize(DataSize.kibibytes(32));
        // What was sent before on a connection is found again without regard to case, so a credential that differs from
        // an earlier one in case alone would be taken for it.
        connector.setHeaderCacheSize(DataSize.bytes(0));
        connector.setIdleTimeout(Duration.seconds(30));
        connector.setUseServerHeader(false);
        connector.setUseDateHeader(true);
        return connector;
    }
}
