package dev.slipway.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.Listing;
import dev.slipway.cli.text.Table;
import dev.slipway.client.AuditFilter;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.AuditEntryView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List entries of the audit log, oldest first.")
final class AuditList extends Verb {
    @Option(names = "--project", paramLabel = "<name>", description = "Only entries of this project.")
    private @Nullable String project;

    @Option(names = "--actor", paramLabel = "<issuer#subject>", description = "Only what this one did.")
    private @Nullable String actor;

    @Option(names = "--run", paramLabel = "<id>", description = "Only about this run, such as run/shop/web/7.")
    private @Nullable String run;

    @Option(names = "--kind", paramLabel = "<kind>", description = "Only of this kind, such as decision or change.")
    private @Nullable String kind;

    @Option(names = "--after", paramLabel = "<n>", description = "Begin after this index; at the first when not given.")
    private long after = -1;

    @Option(names = "--limit", paramLabel = "<n>", description = "At most so many, 0 for all; 50 when not given.")
    private int limit = 50;

    AuditList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        AuditFilter filter = new AuditFilter(project, actor, run, kind);
        return Listing.of(session.client().audit().entries(filter, after), limit)
                .print(
                        session,
                        Table.of("INDEX", "TIME", "KIND", "WHO", "ACTION", "OUTCOME", "TARGET"),
                        AuditList::row);
    }

    private static void row(Table table, AuditEntryView view) {
        if (view.entry() == null) {
            table.row(view.index(), "", "", "", "", "", "only the hash was kept");
            return;
        }
        JsonNode entry = ModelJson.read(view.entry(), JsonNode.class);
        table.row(
                view.index(),
                text(entry, "time"),
                text(entry, "kind"),
                text(entry.path("actor"), "subject"),
                text(entry, "action"),
                text(entry, "outcome"),
                text(entry, "target"));
    }

    private static String text(JsonNode entry, String name) {
        return entry.path(name).asText("");
    }
}
