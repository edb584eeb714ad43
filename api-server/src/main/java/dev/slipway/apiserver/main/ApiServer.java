package dev.slipway.apiserver.main;

import dev.slipway.apiserver.http.JettyProblems;
import dev.slipway.apiserver.http.JsonSettings;
import dev.slipway.apiserver.http.ResponseHeaders;
import dev.slipway.apiserver.tls.Renewal;
import dev.slipway.apiserver.tls.TlsConnector;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running API. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    // Held for good, because the platform forgets a logger nobody holds.
    private static final java.util.logging.Logger RESPONDER =
            java.util.logging.Logger.getLogger("org.glassfish.jersey.server.ServerRuntime$Responder");

    private static final Duration LOOK_FOR_CERTIFICATES = Duration.ofSeconds(10);

    private final Rooms rooms;
    private final Server server;
    private final @Nullable Renewal renewal;

    private ApiServer(Rooms rooms, Server server, @Nullable Renewal renewal) {
        this.rooms = rooms;
        this.server = server;
        this.renewal = renewal;
    }

    /**
     * Starts and returns once requests are served.
     *
     * @throws dev.slipway.model.SlipwayException UNAVAILABLE or SECRET_UNAVAILABLE when database or keys cannot be used
     * @throws IOException when a port is taken or a folder cannot be made
     */
    public static ApiServer start(ApiServerConfiguration configuration) throws IOException {
        Rooms rooms = new Rooms(configuration);
        try {
            TlsConnector tls = configuration.tls() == null ? null : new TlsConnector(configuration.tls());
            HttpConnectorFactory connector = tls == null ? new HttpConnectorFactory() : tls;
            Server server = serve(configuration, rooms, connector);
            Renewal renewal = tls == null ? null : new Renewal(tls, LOOK_FOR_CERTIFICATES);
            ApiServer running = new ApiServer(rooms, server, renewal);
            LOG.info("serving on {}:{}{}", configuration.bind(), running.port(), tls == null ? "" : " with TLS");
            return running;
        } catch (RuntimeException | IOException e) {
            rooms.close();
            throw e;
        }
    }

    /** Port of the API. */
    public int port() {
        return port(0);
    }

    /** Port of the metrics, on loopback. */
    public int adminPort() {
        return port(1);
    }

    @Override
    public void close() {
        if (renewal != null) {
            renewal.close();
        }
        rooms.release();
        stop(server);
        rooms.close();
    }

    private static Server serve(ApiServerConfiguration configuration, Rooms rooms, HttpConnectorFactory connector)
            throws IOException {
        Configuration settings = ServerSettings.of(configuration, connector);
        ApiApplication application = new ApiApplication(rooms, Resources.of(configuration, rooms));
        Bootstrap<Configuration> bootstrap = new Bootstrap<>(application);
        bootstrap.setObjectMapper(JsonSettings.mapper());
        Environment environment = new Environment(
                application.getName(),
                bootstrap.getObjectMapper(),
                bootstrap.getValidatorFactory(),
                bootstrap.getMetricRegistry(),
                bootstrap.getClassLoader(),
                bootstrap.getHealthCheckRegistry(),
                settings);
        application.run(settings, environment);
        Server server = settings.getServerFactory().build(environment);
        server.insertHandler(new ResponseHeaders());
        server.setErrorHandler(new JettyProblems());
        // That a follower has left is no error of ours.
        RESPONDER.setFilter(record -> !left(record.getThrown()));
        begin(server);
        return server;
    }

    private static boolean left(@Nullable Throwable thrown) {
        return thrown != null && (thrown instanceof EofException || left(thrown.getCause()));
    }

    private static void begin(Server server) throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            throw e instanceof IOException io ? io : new IOException("the server did not start", e);
        }
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the server did not stop in order", e);
        }
    }

    private int port(int connector) {
        return ((NetworkConnector) server.getConnectors()[connector]).getLocalPort();
    }
}
