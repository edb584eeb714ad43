package dev.slipway.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Records;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;
import dev.slipway.model.NodeState;
import dev.slipway.model.api.EventView;
import dev.slipway.model.api.JoinTokenView;
import dev.slipway.model.api.NodeView;
import dev.slipway.model.api.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestOperateCommands {
    private static final byte[] CONTENT = "site".getBytes(UTF_8);
    private static final Digest DIGEST = Digest.of(CONTENT);
    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void nodesAreListedWithPoolAndState() {
        NodeView node = new NodeView(
                "n-1", "left", "default", "local", NodeState.READY, true, 1, 2000, 2L << 30, Map.of(), Records.START);
        edge.on("GET", "/v1/nodes", request -> Answer.json(new Page<>(List.of(node), null)));

        assertThat(shell.run("node", "list").lines().getLast().replaceAll(" +", " "))
                .isEqualTo("n-1 left default local ready yes 2000 2GiB 1m30s ago");
    }

    @Test
    void aJoinTokenStandsAloneOnTheOutput() {
        edge.on("POST", "/v1/nodes/join-tokens", request -> Answer.json(new JoinTokenView("join-me", Records.START)));

        Ended ended = shell.run("node", "join-token", "--pool", "build", "--datacenter", "east");

        assertThat(ended.out()).isEqualTo("join-me\n");
        assertThat(ended.err()).contains("until 2026-11-24T10:00:00Z");
        assertThat(edge.seen().getFirst().text()).contains("\"build\"").contains("\"east\"");
    }

    @Test
    void anArtifactGoesUpAndComesDownByDigest() throws IOException {
        Path file = Files.write(folder.resolve("site"), CONTENT);
        Path target = folder.resolve("copy");
        edge.on(
                "POST",
                "/v1/artifacts",
                request -> Answer.json(Map.of(
                        "name",
                        "site",
                        "digest",
                        Digest.of(request.body()).value(),
                        "uri",
                        "slipway:site",
                        "size",
                        4,
                        "origin",
                        "upload")));
        edge.on("GET", "/v1/artifacts/" + DIGEST, request -> Answer.bytes(CONTENT));

        assertThat(shell.run("artifact", "put", file.toString()).out()).isEqualTo(DIGEST + "\n");
        Ended got = shell.run("artifact", "get", DIGEST.value(), "-o", target.toString());
        assertThat(got.code()).isZero();
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void anArtifactThatIsNotWhatItShouldBeIsNotKept() {
        edge.on("GET", "/v1/artifacts/" + DIGEST, request -> Answer.bytes("other".getBytes(UTF_8)));
        Path target = folder.resolve("copy");

        Ended ended = shell.run("artifact", "get", DIGEST.value(), "-o", target.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("ARTIFACT_DIGEST_MISMATCH");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void filesThatCannotBeAreToldByName() {
        Path nowhere = folder.resolve("none/site");

        assertThat(shell.run("artifact", "put", nowhere.toString()).err()).contains("there is no file " + nowhere);
        assertThat(shell.run("artifact", "get", DIGEST.value(), "-o", nowhere.toString())
                        .err())
                .contains("there must be a folder");
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void eventsArePrintedInOrderToTheLastOne() {
        edge.on("GET", "/v1/events", request -> {
            long after = Long.parseLong(request.query().get("after"));
            List<EventView> next = LongStream.rangeClosed(after + 1, Math.min(7, after + 3))
                    .mapToObj(Records::event)
                    .toList();
            return Answer.json(new Page<>(next, null));
        });

        Ended ended = shell.run("events", "--after", "2", "--project", "shop");

        assertThat(ended.lines().stream().map(line -> line.substring(0, 1))).containsExactly("3", "4", "5", "6", "7");
        assertThat(ended.out()).contains("run.changed  run/shop/web/7");
        assertThat(edge.seen().getFirst().query()).containsEntry("project", "shop");
        assertThat(shell.run("events", "--json").json().toString()).isEqualTo(ModelJson.write(Records.event(7)));
    }

    @Test
    void followedEventsGoOnUntilTheServerRefuses() {
        edge.on("GET", "/v1/events", request -> {
            boolean stream = request.header("Accept").orElse("").equals("text/event-stream");
            if (stream && request.query().get("after").equals("2")) {
                return Answer.problem(401, "TOKEN_EXPIRED", "the token has expired");
            }
            return stream
                    ? Answer.flow(
                            "text/event-stream",
                            body -> body.write(
                                    ("id: 2\ndata: " + ModelJson.write(Records.event(2)) + "\n\n").getBytes(UTF_8)))
                    : Answer.json(new Page<>(
                            request.query().get("after").equals("0") ? List.of(Records.event(1)) : List.of(), null));
        });

        Ended ended = shell.run("events", "--follow");

        assertThat(ended.lines().stream().map(line -> line.substring(0, 1))).containsExactly("1", "2");
        assertThat(ended.code()).isEqualTo(4);
    }
}
