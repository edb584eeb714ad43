package dev.slipway.test.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.stack.Shell;
import dev.slipway.test.stack.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front door's own Docker Engine, with a program of that name in its place. */
final class TestEngine {
    @TempDir
    private Path folder;

    @Test
    void endsTheEngineItStartedAndGoesOn() {
        assertThat(shell("""
                        mkdir -p docker
                        cp /bin/sleep dockerd
                        "$PWD/dockerd" 600 >/dev/null 2>&1 &
                        docker_started=$!
                        printf %s $! >docker/pid
                        until [ "$(cat /proc/$docker_started/comm)" = dockerd ]; do :; done
                        stop_docker
                        echo went on
                        """)).isEqualTo("went on");
        assertThat(Commands.containing(folder.resolve("dockerd").toString())).isEmpty();
    }

    @Test
    void endsTheEngineAnEarlierCommandStarted() {
        assertThat(shell("""
                        mkdir -p docker
                        cp /bin/sleep dockerd
                        sh -c '"$PWD/dockerd" 600 >/dev/null 2>&1 & printf %s $! >docker/pid'
                        until [ "$(cat /proc/$(cat docker/pid)/comm)" = dockerd ]; do :; done
                        stop_docker
                        echo went on
                        """)).isEqualTo("went on");
        assertThat(Commands.containing(folder.resolve("dockerd").toString())).isEmpty();
    }

    @Test
    void leavesAnotherProgramAlone() throws Exception {
        Files.createDirectories(folder.resolve("docker"));
        String pid = Long.toString(ProcessHandle.current().pid());
        Files.writeString(folder.resolve("docker/pid"), pid);
        assertThat(shell("stop_docker; echo went on")).isEqualTo("went on");
    }

    private String shell(String script) {
        String front = System.getProperty("slipway.root") + "/stack/front-door/docker.sh";
        return Shell.run(folder, List.of("sh", "-euc", "state=$PWD\n. '" + front + "'\n" + script));
    }
}
