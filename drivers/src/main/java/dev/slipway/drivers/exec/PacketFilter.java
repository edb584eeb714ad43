package dev.slipway.drivers.exec;

import dev.slipway.drivers.process.Programs;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ways to forbid a task to open connections. The rules stand in the task's own network namespace, which it has no
 * right to change, and vanish with it; answers to whoever calls the task pass.
 */
enum PacketFilter {
    NFT(
            "nft",
            "nft 'add table inet slipway; "
                    + "add chain inet slipway output { type filter hook output priority 0; policy drop; }; "
                    + "add rule inet slipway output oif lo accept; "
                    + "add rule inet slipway output ct state established,related accept'"),
    IPTABLES("iptables-restore", restore("iptables-restore")),
    IPTABLES_LEGACY("iptables-legacy-restore", restore("iptables-legacy-restore"));

    private final String program;
    private final String script;

    PacketFilter(String program, String script) {
        this.program = program;
        this.script = script;
    }

    /** Shell command that sets the rules up in the network namespace it runs in. */
    String script() {
        return script;
    }

    /** The first that works on this machine, tried in a namespace made for the trial. */
    static Optional<PacketFilter> working() {
        return Arrays.stream(values()).filter(PacketFilter::works).findFirst();
    }

    private boolean works() {
        return Programs.find(program).isPresent()
                && Programs.run(List.of("unshare", "--net", "sh", "-c", script), Map.of(), "", Duration.ofSeconds(5))
                                .exitCode()
                        == 0;
    }

    private static String restore(String program) {
        return "printf '%s\\n' '*filter' ':INPUT ACCEPT' ':FORWARD DROP' ':OUTPUT DROP' '-A OUTPUT -o lo -j ACCEPT' "
                + "'-A OUTPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT' COMMIT | " + program;
    }
}
