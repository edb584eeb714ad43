package dev.slipway.cli.job;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.Listing;
import dev.slipway.cli.text.Table;
import dev.slipway.model.api.ServiceView;
import dev.slipway.model.api.ServiceView.Instance;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "List services with their address and instances.")
final class ServiceList extends Verb {
    @Mixin
    private Place place = new Place();

    ServiceList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        Listing<ServiceView> services =
                Listing.of(session.client().jobs().services(place.project(), place.environment()));
        return services.print(
                session,
                Table.of("PROJECT", "ENVIRONMENT", "SERVICE", "URL", "HEALTHY", "INSTANCES"),
                (table, service) -> table.row(
                        service.project(),
                        service.environment(),
                        service.name(),
                        service.url(),
                        healthy(service),
                        instances(service)));
    }

    private static String healthy(ServiceView service) {
        long healthy = service.instances().stream()
                .filter(one -> one.state().equals("healthy"))
                .count();
        return healthy + " of " + service.instances().size();
    }

    private static String instances(ServiceView service) {
        return service.instances().stream().map(ServiceList::instance).collect(Collectors.joining(", "));
    }

    private static String instance(Instance one) {
        return one.address() + ":" + one.port() + " v" + one.version() + " " + one.state();
    }
}
