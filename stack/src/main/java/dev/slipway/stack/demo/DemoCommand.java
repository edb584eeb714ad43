package dev.slipway.stack.demo;

import dev.slipway.client.ApiException;
import dev.slipway.client.SlipwayClient;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.dev.DevCommand;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code ./slipway demo}: sets the stage, plays six acts, judges each, and leaves the application running. */
public final class DemoCommand {
    private static final int USAGE = 2;

    private final Installation installation;
    private final Launch launch;
    private final PrintStream out;

    public DemoCommand(Installation installation, Launch launch, PrintStream out) {
        this.installation = installation;
        this.launch = launch;
        this.out = out;
    }

    /** Returns 0 only when every act went as stated. */
    public int run(List<String> words) {
        boolean docker = words.equals(List.of("--driver", "docker"));
        if (!docker && !words.isEmpty() && !words.equals(List.of("--driver", "exec"))) {
            out.println("usage: ./slipway demo [--driver exec|docker]");
            return USAGE;
        }
        Path marker = installation.root().resolve("demo");
        DevCommand dev = new DevCommand(installation, launch, out);
        if (Files.exists(installation.data("postgres")) && !Files.exists(marker)) {
            out.println("this installation has data that is not the demo's; ./slipway dev reset takes it away, or set "
                    + "SLIPWAY_HOME to another folder");
            return USAGE;
        }
        dev.run(List.of("reset"));
        Installation.folder(marker);
        int up = dev.run(List.of("up"));
        return up == 0 ? play(docker) : up;
    }

    /**
     * Plays on a stack that is up.
     *
     * @param docker whether tasks run in containers
     * @return 0 only when every act went as stated
     */
    public int play(boolean docker) {
        Setting setting = new Setting(installation, launch);
        Storefront storefront = setting.prepare(docker);
        out.println();
        out.println("project shop, environments staging and production, pipeline storefront are registered");
        out.println("repository " + storefront.repository());
        List<Act> acts = new ArrayList<>();
        try (SlipwayClient developer = setting.as("dora")) {
            Acts stage = new Acts(installation, setting, storefront, developer, new Show(developer, out));
            List<Supplier<Act>> all = List.of(
                    stage::firstCommit,
                    stage::secondVersion,
                    stage::brokenRule,
                    stage::failedHealth,
                    stage::killedWorker,
                    stage::handedArtifact);
            for (Supplier<Act> act : all) {
                Act played = act.get();
                acts.add(played);
                judge(played);
            }
        } catch (ApiException | IllegalStateException e) {
            out.println("the demo cannot go on: " + e.getMessage());
            return 1;
        }
        return finish(setting, acts);
    }

    private void judge(Act act) {
        act.observations().forEach(text -> out.println("    ✓ " + text));
        act.failures().forEach(text -> out.println("    ✗ " + text));
    }

    private int finish(Setting setting, List<Act> acts) {
        out.println();
        out.printf("%-3s %-78s %-24s %6s  %s%n", "act", "what", "run", "time", "as stated");
        for (Act act : acts) {
            out.printf(
                    "%-3s %-78s %-24s %5.1fs  %s%n",
                    act.letter(),
                    act.title(),
                    act.run() == null ? "-" : act.run(),
                    act.duration().toMillis() / 1000.0,
                    act.asStated() ? "yes" : "NO");
        }
        out.println();
        setting.addresses().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(entry -> out.printf("  %-12s %s%n", entry.getKey(), entry.getValue()));
        out.println();
        out.println("a token for the pages: ./slipway dev token dora     stop everything: ./slipway dev down");
        return acts.stream().allMatch(Act::asStated) ? 0 : 1;
    }
}
