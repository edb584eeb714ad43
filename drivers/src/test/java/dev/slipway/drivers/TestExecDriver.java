package dev.slipway.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.drivers.testing.TestingNode;
import dev.slipway.model.spi.TaskStart;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TestExecDriver extends IsolatedDriverContract {
    @Override
    protected String driverName() {
        return "exec";
    }

    @Override
    protected Map<String, Object> script(String script) {
        return Map.of("command", script);
    }

    @Override
    protected Map<String, Map<String, Object>> bad() {
        return Map.of(
                "command", Map.of("command", " "),
                "args", Map.of("command", "true", "args", "a b"),
                "user", Map.of("command", "true", "user", 0),
                "cpuHardLimit", Map.of("command", "true", "cpuHardLimit", "yes"),
                "comand", Map.of("comand", "true"));
    }

    @Override
    protected String connect(String host, int port) {
        return "timeout 1 bash -c 'exec 3<>/dev/tcp/" + host.replace("$host", "'\"$host\"'") + "/" + port
                + "' 2>/dev/null";
    }

    @Override
    protected String listen() {
        return "perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalPort => " + TASK_PORT
                + ", Listen => 9, ReuseAddr => 1) or die $!; while ($c = $s->accept) { print $c qq(hello\\n); close $c }'";
    }

    @Test
    void runsAProgramWithoutAShellWhenArgumentsAreGiven() throws Exception {
        TaskStart start = node.start(Map.of("command", "printf", "args", List.of("%s-%s", "a b", "$HOME")));
        driver.await(driver.start(start));
        assertThat(TestingNode.output(start, "stdout")).isEqualTo("a b-$HOME");
    }

    @Test
    void runsAsAnotherUserWhenToldSo() throws Exception {
        TaskStart start = node.start(Map.of("command", "id -u; touch mine", "user", 12345));
        driver.await(driver.start(start));
        assertThat(TestingNode.output(start, "stdout")).isEqualTo("12345\n");
        assertThat(Files.getAttribute(start.workDir().resolve("mine"), "unix:uid"))
                .isEqualTo(12345);
    }

    @Test
    void doesNotLetTheLoaderRunTheTasksCodeWithRights() throws Exception {
        TaskStart plain = node.start(Map.of("command", "echo \"$LD_PRELOAD $GCONV_PATH\""));
        TaskStart start = TestingNode.withEnvironment(
                plain, Map.of("LD_PRELOAD", "/slipway/task/none.so", "GCONV_PATH", "/slipway/task"));
        driver.await(driver.start(start));
        assertThat(TestingNode.output(start, "stdout")).isEqualTo("/slipway/task/none.so /slipway/task\n");
        assertThat(TestingNode.output(start, "stderr")).doesNotContain("setpriv");
    }

    @Test
    void givesEveryTaskAnAddressOfItsOwn() {
        Set<String> addresses = IntStream.range(0, 5)
                .mapToObj(index -> driver.start(node.start(running())).address())
                .collect(Collectors.toSet());
        assertThat(addresses)
                .hasSize(5)
                .allSatisfy(address -> assertThat(address).startsWith("10.77."));
    }
}
