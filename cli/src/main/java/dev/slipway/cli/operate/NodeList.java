package dev.slipway.cli.operate;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.Listing;
import dev.slipway.cli.show.Sizes;
import dev.slipway.cli.show.States;
import dev.slipway.cli.text.Spans;
import dev.slipway.cli.text.Table;
import dev.slipway.model.api.NodeView;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List nodes with their pool and state.")
final class NodeList extends Verb {
    NodeList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        Instant now = session.clock().instant();
        Listing<NodeView> nodes = Listing.of(session.client().nodes().list());
        return nodes.print(
                session,
                Table.of("NODE", "NAME", "POOL", "DATACENTER", "STATE", "ELIGIBLE", "CPU", "MEMORY", "SEEN"),
                (table, node) -> table.row(
                        node.id(),
                        node.name(),
                        node.nodePool(),
                        node.datacenter(),
                        States.cell(node.state().text()),
                        node.eligible() ? "yes" : "no",
                        node.cpu(),
                        Sizes.text(node.memoryBytes()),
                        Spans.ago(node.lastSeen(), now)));
    }
}
