package dev.slipway.cli.registry;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.RunText;
import dev.slipway.cli.text.Table;
import dev.slipway.model.api.ScheduleTrouble;
import dev.slipway.model.api.SchedulesView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "schedules", description = "Show what starts a pipeline by the clock, the next times and the last run.")
final class PipelineSchedules extends Verb {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ROOT);

    @Option(names = "--project", required = true, paramLabel = "<name>", description = "Project it belongs to.")
    private String project = "";

    @Parameters(paramLabel = "<name>", description = "Name of the pipeline.")
    private String name = "";

    PipelineSchedules(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        SchedulesView view = session.client().registry().schedules(project, name);
        if (session.json()) {
            session.out().json(view);
            return ExitCode.OK;
        }
        if (view.schedules().isEmpty()) {
            session.out().line("no schedules");
        } else {
            Table table = Table.of("CRON", "TIME ZONE", "NEXT");
            view.schedules()
                    .forEach(
                            one -> table.row(one.cron(), one.timeZone(), times(one.next(), ZoneId.of(one.timeZone()))));
            session.out().table(table);
        }
        if (view.lastRun() != null) {
            session.out().line("");
            new RunText(session.out(), session.clock().instant()).head(view.lastRun());
        }
        ScheduleTrouble trouble = view.trouble();
        if (trouble != null) {
            session.out().line("");
            session.out()
                    .line("last time no run was started, " + trouble.at() + ": " + trouble.code() + ": "
                            + trouble.detail());
        }
        return ExitCode.OK;
    }

    private static String times(List<Instant> times, ZoneId zone) {
        return times.stream().map(time -> TIME.format(time.atZone(zone))).collect(Collectors.joining(", "));
    }
}
