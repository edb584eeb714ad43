package dev.slipway.stack.bench;

import dev.slipway.stack.Launch;
import dev.slipway.stack.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The mark starts are held against: bubblewrap alone with namespaces of its own, nothing of ours around it. */
final class BareBubblewrap {
    private BareBubblewrap() {}

    /** Starts {@code program} so often, one after the other; returns the milliseconds from the fork to what it read on the clock. */
    static List<Double> run(List<String> program, int count) {
        Path bubblewrap = Launch.find("bwrap")
                .orElseThrow(() -> new IllegalStateException("bwrap is not found; apt-get install bubblewrap"));
        List<String> command = new ArrayList<>(
                List.of(bubblewrap.toString(), "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"));
        // The whole tree would take along every mount, and one that vanishes at that moment would stop the benchmark.
        for (String folder : List.of("/usr", "/bin", "/lib", "/lib64")) {
            command.addAll(List.of("--ro-bind-try", folder, folder));
        }
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        command.addAll(program);
        List<Double> millis = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Instant forked = Instant.now();
            Instant instruction = ClockStamp.read(Shell.run(Path.of("/"), command));
            millis.add(Duration.between(forked, instruction).toNanos() / 1e6);
        }
        return millis;
    }
}
