package dev.slipway.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.show.Listing;
import dev.slipway.cli.text.Plain;
import dev.slipway.cli.text.Table;
import dev.slipway.client.ResourceName;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.Resource;
import java.util.stream.Stream;

/** Registered objects. */
final class ResourceText {
    private ResourceText() {}

    static ExitCode list(Session session, Stream<Resource> resources) {
        return Listing.of(resources)
                .print(
                        session,
                        Table.of("NAME", "REVISION"),
                        (table, resource) -> table.row(resource.name(), resource.revision()));
    }

    static ExitCode show(Session session, ResourceName name) {
        Resource resource = session.client().registry().get(name);
        if (session.json()) {
            session.out().json(resource);
        } else {
            session.out().line(name + ", revision " + resource.revision());
            session.out().verbatim(Plain.lines(indented(resource.spec())) + "\n");
        }
        return ExitCode.OK;
    }

    private static String indented(JsonNode spec) {
        return ModelJson.mapper().valueToTree(spec).toPrettyString();
    }
}
