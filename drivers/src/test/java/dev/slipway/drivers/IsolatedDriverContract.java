package dev.slipway.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.drivers.testing.Doors;
import dev.slipway.drivers.testing.Eventually;
import dev.slipway.drivers.testing.TestingNode;
import dev.slipway.model.spi.TaskHandle;
import dev.slipway.model.spi.TaskStart;
import dev.slipway.model.spi.TaskStatus;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What drivers that keep tasks apart promise beyond {@link ProcessDriverContract}. */
abstract class IsolatedDriverContract extends ProcessDriverContract {
    protected static final int TASK_PORT = 8099;

    /** A shell command that succeeds when a TCP connection to the address can be made. */
    protected abstract String connect(String host, int port);

    /** A shell command that says {@code hello} to who connects to {@link #TASK_PORT}, in the foreground. */
    protected abstract String listen();

    @Test
    void reachesNoPortOfTheHost() throws Exception {
        try (Doors doors = Doors.open()) {
            List<String> attempts = new ArrayList<>();
            attempts.add("own=$(ip -4 -o addr show eth0 | sed 's/.*inet \\([0-9.]*\\).*/\\1/')");
            attempts.add("echo own $own; net=${own%.*}; last=${own##*.}");
            attempts.add(attempt("127.0.0.1", doors.loopbackPort()));
            for (String host : doors.addresses()) {
                attempts.add(attempt(host, doors.port()));
            }
            attempts.add("for host in $net.$((last-1)) $net.1 ${net%.*}.0.1 ${net%.*.*}.0.0.1; do "
                    + attempt("$host", doors.port()) + "; done");
            attempts.add(listen() + " & i=0; while [ $i -lt 50 ]; do i=$((i+1)); " + connect("127.0.0.1", TASK_PORT)
                    + " && { echo open self; break; }; sleep 0.1; done; echo done");
            TaskStart start = node.start(script(String.join("\n", attempts)));

            driver.await(driver.start(start));

            assertThat(doors.visitors()).isZero();
            assertThat(TestingNode.output(start, "stdout")).containsPattern("own \\d+\\.\\d+\\.\\d+\\.\\d+\n");
            assertThat(TestingNode.output(start, "stdout").lines())
                    .containsSubsequence("open self", "done")
                    .filteredOn(line -> line.startsWith("open"))
                    .containsExactly("open self");
        }
    }

    @Test
    void isReachedByTheHostAtItsAddress() {
        TaskStart start = node.start(script(listen()));
        TaskHandle handle = driver.start(start);
        assertThat(handle.address()).isNotNull();
        Eventually.until("the port answers", SOON, () -> Doors.answers(handle.address(), TASK_PORT));
        Doors.getAll(handle.address(), TASK_PORT, 20);
    }

    @Test
    void seesNothingOfAnotherTask() throws Exception {
        TaskStart first = node.start(script("echo begun >>runs; echo private >treasure-4711; exec sleep 3600"));
        TaskHandle handle = driver.start(first);
        Eventually.until("it runs", SOON, () -> Files.exists(first.workDir().resolve("treasure-4711")));

        TaskStart second = node.start(
                script("find / -name 'treasure-*' 2>/dev/null; ls -d /proc/[0-9]*/root/slipway/task/treasure-*"
                        + " 2>/dev/null; kill -9 -1; echo $(ls -d /proc/[0-9]* | wc -l)"));
        TaskStart third = node.start(script("ls '" + first.workDir() + "' '" + folder + "'"));

        driver.await(driver.start(second));
        assertThat(TestingNode.output(second, "stdout")).doesNotContain("treasure");
        assertThat(driver.await(driver.start(third)).exitCode()).isNotZero();
        assertThat(driver.inspect(handle)).isInstanceOf(TaskStatus.Running.class);
    }

    @Test
    void hasNoRightsAndIsNotRoot() throws Exception {
        TaskStart start = node.start(script("grep -E '^(Cap|NoNewPrivs)' /proc/self/status; id -u; id -G"));
        driver.await(driver.start(start));
        List<String> lines = TestingNode.output(start, "stdout").lines().toList();
        assertThat(lines)
                .contains(
                        "CapEff:\t0000000000000000",
                        "CapPrm:\t0000000000000000",
                        "CapBnd:\t0000000000000000",
                        "CapAmb:\t0000000000000000",
                        "NoNewPrivs:\t1",
                        "65534");
        assertThat(lines).doesNotContain("0");
    }

    @Test
    void cannotChangeTheSystemOrReadItsSecrets() throws Exception {
        TaskStart start = node.start(script(
                "[ -r /etc/passwd ] && [ -r /etc/resolv.conf ] && echo readable; for file in /usr/x /etc/x /bin/x /x /slipway/x /slipway/secrets/x; do "
                        + "(echo x >$file) 2>/dev/null && echo wrote $file; done; cat /etc/shadow 2>/dev/null; "
                        + "echo 1 >/proc/sys/vm/drop_caches && echo dropped; mount -t tmpfs none /tmp && echo mounted; "
                        + "echo x >/tmp/x && echo x >\"$PWD/x\" && echo x >/dev/shm/x && echo fine"));
        driver.await(driver.start(start));
        assertThat(TestingNode.output(start, "stdout"))
                .as(TestingNode.output(start, "stderr"))
                .isEqualTo("readable\nfine\n");
    }

    @Test
    void holdsATaskToItsNumberOfProcesses() {
        Map<String, Object> config = new HashMap<>(
                script(
                        "echo begun >>runs; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 "
                                + "17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do sleep 3600 & done; wait"));
        config.put("pidsLimit", 20);
        TaskStart start = node.start(config);
        driver.start(start);
        Eventually.until(
                "the limit is met",
                SOON,
                () -> TestingNode.output(start, "stderr").matches("(?s).*([Cc]annot|can't) fork.*"));
    }

    @Test
    void sendsItsStandardStreamsAlsoByName() throws Exception {
        TaskStart start = node.start(script("echo out >/dev/stdout; echo err >/dev/stderr"));
        driver.await(driver.start(start));
        assertThat(TestingNode.output(start, "stdout")).isEqualTo("out\n");
        assertThat(TestingNode.output(start, "stderr")).isEqualTo("err\n");
    }

    @Test
    void killsAStoppedTask() throws Exception {
        TaskStart start = node.start(script("echo begun >>runs; kill -STOP $$; sleep 3600"));
        TaskHandle handle = driver.start(start);
        Eventually.until("it runs", SOON, () -> beginnings(start) > 0);
        driver.stop(handle, "SIGTERM", Duration.ofMillis(200));
        assertThat(driver.await(handle).signal()).isEqualTo(9);
    }

    private String attempt(String host, int port) {
        return "if " + connect(host, port) + "; then echo open " + host + "; fi";
    }
}
