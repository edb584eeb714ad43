package dev.slipway.apiserver.main;

import dev.slipway.apiserver.http.BodyFilter;
import dev.slipway.apiserver.http.BodyRequired;
import dev.slipway.apiserver.http.JettyProblems;
import dev.slipway.apiserver.http.ProblemMapper;
import dev.slipway.apiserver.http.UnreadBody;
import dev.slipway.apiserver.http.WhenceFilter;
import dev.slipway.apiserver.metric.DatabaseHealth;
import dev.slipway.apiserver.metric.MetricsServlet;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import org.glassfish.jersey.server.ServerProperties;

/** Hands filters and resources to Dropwizard. */
final class ApiApplication extends Application<Configuration> {
    private final Rooms rooms;
    private final List<Object> resources;

    ApiApplication(Rooms rooms, List<Object> resources) {
        this.rooms = rooms;
        this.resources = resources;
    }

    @Override
    public String getName() {
        return "slipway-api";
    }

    // Logging belongs to the process, which may hold other roles too.
    @Override
    protected void bootstrapLogging() {}

    @Override
    public void run(Configuration configuration, Environment environment) {
        JerseyEnvironment jersey = environment.jersey();
        // What is written is sent when it is flushed, or followers would wait for the buffer to fill.
        jersey.property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
        // Or whatever host the caller made up would come back as an address of ours.
        jersey.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        jersey.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        jersey.register(new ProblemMapper());
        jersey.register(rooms.authentication);
        jersey.register(new BodyFilter());
        jersey.register(new BodyRequired());
        jersey.register(new UnreadBody());
        resources.forEach(jersey::register);
        environment
                .servlets()
                .addFilter("whence", new WhenceFilter())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        environment.getApplicationContext().setErrorHandler(new JettyProblems());
        environment.getAdminContext().setErrorHandler(new JettyProblems());
        environment.healthChecks().register("database", new DatabaseHealth(rooms.database));
        environment
                .admin()
                .addServlet("prometheus", new MetricsServlet(environment.metrics()))
                .addMapping("/metrics");
    }
}
