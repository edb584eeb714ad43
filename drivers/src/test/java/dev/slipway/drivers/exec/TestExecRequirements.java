package dev.slipway.drivers.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.drivers.process.CgroupTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestExecRequirements {
    private static final int LOOKS = 100;
    private static final int ENGINES = 4;

    @TempDir
    Path folder;

    @Test
    void mountsThatComeAndGoDoNotMatter() throws Exception {
        CgroupTree tree = CgroupTree.detect();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> engines = new ArrayList<>();
            for (int number = 0; number < ENGINES; number++) {
                Path mount = folder.resolve("mount-" + number);
                engines.add(threads.submit(() -> comeAndGo(mount, over)));
            }
            try {
                for (int look = 0; look < LOOKS; look++) {
                    assertThat(ExecRequirements.look(tree).problems()).isEmpty();
                }
            } finally {
                over.set(true);
            }
            for (Future<Integer> engine : engines) {
                assertThat(engine.get()).isPositive();
            }
        }
    }

    /** As a container engine does for every container; returns how often. */
    private static int comeAndGo(Path mount, AtomicBoolean over) throws Exception {
        int count = 0;
        while (!over.get()) {
            Files.createDirectory(mount);
            run("mount", "-t", "tmpfs", "-o", "size=64k", "slipway-test", mount.toString());
            run("umount", mount.toString());
            Files.delete(mount);
            count++;
        }
        return count;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as("exit code of %s", command[0]).isZero();
    }
}
