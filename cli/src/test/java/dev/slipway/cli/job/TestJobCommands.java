package dev.slipway.cli.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Records;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.api.ActionRequest;
import dev.slipway.model.api.JobDetail;
import dev.slipway.model.api.JobView;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.ServiceView;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TestJobCommands {
    private static final String JOB = "/v1/jobs/shop/production/local/web";
    private static final JobView VIEW =
            new JobView("shop/production/local/web", "service", 12, 11, false, 3, 2, Records.START);

    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void listTellsWhereJobsStand() {
        edge.on("GET", "/v1/jobs", request -> Answer.json(new Page<>(List.of(VIEW), null)));

        Ended ended = shell.run("job", "list", "--project", "shop", "--environment", "production");

        assertThat(ended.lines().getLast().replaceAll(" +", " "))
                .isEqualTo("shop/production/local/web service 12 11 3 2 1m30s ago");
        assertThat(edge.seen().getFirst().query())
                .containsEntry("project", "shop")
                .containsEntry("environment", "production");
    }

    @Test
    void showTakesTheKeyWithOrWithoutTheLocalRegion() {
        JobDetail detail = new JobDetail(
                VIEW,
                List.of(new JobDetail.VersionView(11, Records.DIGEST, "dora", Records.START)),
                List.of(Records.deployment(DeploymentState.SUCCESSFUL, 3)),
                List.of(Records.allocation("web")));
        edge.on("GET", JOB, request -> Answer.json(detail));

        Ended ended = shell.run("job", "show", "shop/production/web");

        assertThat(ended.out())
                .contains("shop/production/local/web  service, version 12, 3 running, 2 healthy")
                .contains("11       1m30s ago  dora  " + Records.DIGEST + "  stable")
                .contains("successful  3 of 3")
                .contains("al-1        web/0  12       run      running  yes");
        assertThat(shell.run("job", "show", "shop/production/local/web", "--json")
                        .json()
                        .path("job")
                        .path("key")
                        .asText())
                .isEqualTo("shop/production/local/web");
    }

    @Test
    void rollbackNamesTheVersion() {
        edge.on("POST", JOB + "/actions", request -> Answer.json(202, Records.deployment(DeploymentState.PENDING, 0)));

        Ended ended = shell.run("job", "rollback", "shop/production/web", "--version", "11", "--reason", "slow");

        assertThat(ended.out()).contains("deployment 4 of shop/production/local/web to version 12 accepted");
        assertThat(edge.seen().getFirst().as(ActionRequest.class))
                .isEqualTo(new ActionRequest("rollback", null, "11", "slow"));
    }

    @Test
    void servicesAreListedWithAddressAndInstances() {
        ServiceView service = new ServiceView(
                "shop",
                "production",
                "web",
                "http://127.0.0.1:7410/shop/web",
                List.of(
                        new ServiceView.Instance("al-1", 12, "10.77.0.2", 8080, "healthy"),
                        new ServiceView.Instance("al-2", 11, "10.77.0.3", 8080, "draining")));
        edge.on("GET", "/v1/services", request -> Answer.json(new Page<>(List.of(service), null)));

        assertThat(shell.run("service", "list").lines().getLast())
                .contains(
                        "http://127.0.0.1:7410/shop/web  1 of 2   10.77.0.2:8080 v12 healthy, 10.77.0.3:8080 v11 draining");
    }

    @Test
    void anAllocationIsShownWithWhatHappenedToItsTasks() {
        edge.on("GET", "/v1/allocations/al-1", request -> Answer.json(Records.allocation("web", "sidecar")));

        assertThat(shell.run("allocation", "show", "al-1").out())
                .contains("al-1  running, wanted: run, healthy: yes")
                .contains("task web: running, 1 restarts")
                .contains("address 10.77.0.2, http 8080")
                .contains("1m30s ago  started pid 42");
    }

    @Test
    void logsNeedNoTaskWhereThereIsOne() {
        edge.on("GET", "/v1/allocations/al-1", request -> Answer.json(Records.allocation("web")));
        edge.on("GET", "/v1/allocations/al-1/logs/web/stdout", request -> {
            boolean first = request.query().get("offset").equals("0");
            return ((Answer.Whole) Answer.bytes((first ? "hello\n" : "").getBytes(UTF_8)))
                    .with("Slipway-Next-Offset", "6");
        });

        assertThat(shell.run("allocation", "logs", "al-1").out()).isEqualTo("hello\n");
    }

    @Test
    void logsOfOneOfSeveralTasksNeedItsName() {
        edge.on("GET", "/v1/allocations/al-1", request -> Answer.json(Records.allocation("web", "sidecar")));

        Ended ended = shell.run("allocation", "logs", "al-1");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("name one of sidecar, web");
    }

    @Test
    void followingALogGoesOnToItsEndAndOnlyWhileSomebodyReads() {
        edge.on(
                "GET",
                "/v1/allocations/al-1/logs/web/stderr",
                request -> Answer.flow("application/octet-stream", body -> {
                    for (int i = 0; i < 3; i++) {
                        body.write("line\n".getBytes(UTF_8));
                        body.flush();
                    }
                }));

        Ended read = shell.run("allocation", "logs", "al-1", "web", "--stderr", "--follow");
        assertThat(read.out()).isEqualTo("line\nline\nline\n");

        Ended unread = shell.runUnread("allocation", "logs", "al-1", "web", "--stderr", "--follow");
        assertThat(unread.code()).isEqualTo(1);
        assertThat(unread.err()).isEmpty();
    }
}
