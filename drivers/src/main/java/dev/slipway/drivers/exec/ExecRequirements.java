package dev.slipway.drivers.exec;

import dev.slipway.drivers.process.CgroupTree;
import dev.slipway.drivers.process.Programs;
import dev.slipway.model.spi.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the machine must have for the exec driver, and what would mend it. */
final class ExecRequirements {
    private static final Map<String, String> PACKAGES = programs();

    private ExecRequirements() {}

    /**
     * What was found.
     *
     * @param problems everything that is missing, each with its mending; empty when tasks can run
     * @param filter how tasks are kept from opening connections; empty when no way works, then they get no network
     * @param bubblewrap version
     */
    record Found(List<String> problems, Optional<PacketFilter> filter, String bubblewrap) {
        Fingerprint fingerprint(CgroupTree tree) {
            Map<String, String> attributes = new LinkedHashMap<>();
            attributes.put("driver.exec.cgroup", tree.version());
            attributes.put("driver.exec.bubblewrap", bubblewrap);
            attributes.put("driver.exec.network", filter.isPresent() ? "veth" : "none");
            filter.ifPresent(
                    found -> attributes.put("driver.exec.filter", found.name().toLowerCase(Locale.ROOT)));
            String good = filter.isPresent()
                    ? "sandboxed processes, each with an address of its own"
                    : "sandboxed processes without any network, because no packet filter works here:"
                            + " apt-get install iptables";
            return new Fingerprint(
                    problems.isEmpty(), problems.isEmpty() ? good : String.join("; ", problems), attributes);
        }
    }

    static Found look(CgroupTree tree) {
        List<String> problems = new ArrayList<>();
        if (!isRoot()) {
            problems.add("the agent must run as root to make namespaces and control groups");
        }
        tree.missing()
                .forEach(name -> problems.add("the control group controller " + name
                        + " is not mounted; boot with it enabled, for memory: cgroup_enable=memory"));
        PACKAGES.forEach((program, fix) -> {
            if (Programs.find(program).isEmpty()) {
                problems.add(program + " is missing: apt-get install " + fix);
            }
        });
        String version = problems.isEmpty() ? version() : "";
        if (problems.isEmpty()) {
            trial().ifPresent(problems::add);
        }
        return new Found(
                List.copyOf(problems), problems.isEmpty() ? PacketFilter.working() : Optional.empty(), version);
    }

    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes along what a task gets, not the whole tree: other mounts, such as those of containers, come and go. */
    private static Optional<String> trial() {
        List<String> command = new ArrayList<>(List.of("bwrap", "--unshare-pid", "--unshare-net", "--unshare-uts"));
        command.addAll(List.of("--perms", "0755", "--dir", "/x"));
        command.addAll(Sandbox.system());
        command.addAll(List.of("--proc", "/proc", "/usr/bin/true"));
        Programs.Outcome outcome = Programs.run(command, Map.of(), "", Duration.ofSeconds(10));
        return outcome.exitCode() == 0
                ? Optional.empty()
                : Optional.of("bubblewrap 0.5 or newer cannot make a sandbox here: "
                        + outcome.output().strip());
    }

    private static String version() {
        String text = Programs.run(List.of("bwrap", "--version"), Map.of(), "", Duration.ofSeconds(5))
                .output()
                .strip();
        return text.substring(text.lastIndexOf(' ') + 1);
    }

    private static Map<String, String> programs() {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("bwrap", "bubblewrap");
        packages.put("ip", "iproute2");
        packages.put("nsenter", "util-linux");
        packages.put("setpriv", "util-linux");
        packages.put("setsid", "util-linux");
        packages.put("unshare", "util-linux");
        packages.put("stdbuf", "coreutils");
        packages.put("mkfifo", "coreutils");
        return packages;
    }
}
