package dev.slipway.model.files.check;

import dev.slipway.model.files.Cron;
import dev.slipway.model.files.Trigger;
import dev.slipway.model.files.source.Excerpt;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/** Rules of what starts a run. */
final class TriggerChecks {
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9._/@+#=*?-]{1,200}");
    private static final String UTC = "UTC";

    private TriggerChecks() {}

    static void check(List<Trigger> triggers, Findings findings) {
        for (int i = 0; i < triggers.size(); i++) {
            String pointer = "/spec/triggers/" + i;
            if (triggers.get(i).push() instanceof Trigger.Push push) {
                push(pointer + "/push", push, findings);
            }
            if (triggers.get(i).schedule() instanceof Trigger.Schedule schedule) {
                schedule(pointer + "/schedule", schedule, findings);
            }
        }
    }

    private static void push(String pointer, Trigger.Push push, Findings findings) {
        for (int i = 0; i < push.branches().size(); i++) {
            branch(pointer + "/branches/" + i, push.branches().get(i), findings);
        }
        for (int i = 0; i < push.paths().size(); i++) {
            path(pointer + "/paths/" + i, push.paths().get(i), findings);
        }
    }

    private static void branch(String pointer, String pattern, Findings findings) {
        if (pattern.startsWith("refs/")) {
            findings.add(
                    pointer,
                    "branches are named without refs/heads/",
                    pattern.startsWith("refs/heads/")
                            ? "write '" + Excerpt.of(pattern.substring("refs/heads/".length())) + "'"
                            : "only branches can be named");
        } else if (!BRANCH.matcher(pattern).matches()) {
            findings.add(pointer, "'" + Excerpt.of(pattern) + "' is no pattern of branch names", "use * and ? only");
        }
    }

    private static void path(String pointer, String pattern, Findings findings) {
        if (pattern.startsWith("!")) {
            findings.add(pointer, "a path cannot be excluded", "name the paths that count");
        } else if (pattern.endsWith("/")) {
            findings.add(pointer, "no file has this path", "write '" + Excerpt.of(pattern) + "**' for all below it");
        } else if (pattern.startsWith("./")) {
            findings.add(
                    pointer,
                    "paths begin at the root of the repository",
                    "write '" + Excerpt.of(pattern.substring(2)) + "'");
        } else {
            findings.path(pointer, pattern);
        }
    }

    private static void schedule(String pointer, Trigger.Schedule schedule, Findings findings) {
        String cron = schedule.cron();
        Cron.fault(cron)
                .ifPresent(fault -> findings.add(
                        pointer + "/cron",
                        "'" + Excerpt.of(cron) + "' " + fault,
                        fault.startsWith("restricts") ? "write two schedules" : "write for example '0 3 * * mon-fri'"));
        String zone = schedule.timeZone();
        boolean region = zone.contains("/") && !zone.startsWith("SystemV/");
        if (!zone.equals(UTC) && !(region && ZoneId.getAvailableZoneIds().contains(zone))) {
            findings.add(
                    pointer + "/timeZone",
                    "there is no time zone '" + Excerpt.of(zone) + "'",
                    "write UTC or an IANA name such as Europe/Oslo");
        }
    }
}
