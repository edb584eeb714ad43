package dev.slipway.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Records;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunState;
import dev.slipway.model.api.ScheduleTrouble;
import dev.slipway.model.api.ScheduleView;
import dev.slipway.model.api.SchedulesView;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TestSchedules {
    private static final String PATH = "/v1/projects/shop/pipelines/web/schedules";
    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void showsTheNextTimesByTheClockOfTheirZoneAndTheLastRun() {
        ScheduleView nightly =
                new ScheduleView(0, "0 3 * * *", "Europe/Oslo", List.of(Instant.parse("2026-11-25T02:00:00Z")));
        SchedulesView view = new SchedulesView(List.of(nightly), Records.COMMIT, Records.run(RunState.SUCCEEDED), null);
        edge.on("GET", PATH, request -> Answer.json(view));

        Ended ended = shell.run("pipeline", "schedules", "--project", "shop", "web");

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains("0 3 * * *  Europe/Oslo  Wed 2026-11-25 03:00")
                .contains("shop/web/7");
        assertThat(shell.run("--json", "pipeline", "schedules", "--project", "shop", "web")
                        .json()
                        .path("schedules"))
                .hasSize(1);
    }

    @Test
    void saysWhyTheLastTimeStartedNoRun() {
        ScheduleTrouble trouble = new ScheduleTrouble(
                Instant.parse("2026-11-24T02:00:01Z"), ErrorCode.POLICY_DENIED, "runs are not started at night");
        edge.on("GET", PATH, request -> Answer.json(new SchedulesView(List.of(), null, null, trouble)));

        assertThat(shell.run("pipeline", "schedules", "--project", "shop", "web")
                        .lines())
                .contains(
                        "last time no run was started, 2026-11-24T02:00:01Z: POLICY_DENIED: runs are not started at night");
    }

    @Test
    void saysThatThereAreNone() {
        edge.on("GET", PATH, request -> Answer.json(new SchedulesView(List.of(), null, null, null)));

        assertThat(shell.run("pipeline", "schedules", "--project", "shop", "web")
                        .lines())
                .containsExactly("no schedules");
    }
}
