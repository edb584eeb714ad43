package dev.slipway.test.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.RunState;
import dev.slipway.stack.Shell;
import dev.slipway.stack.demo.BusyboxImage;
import dev.slipway.test.stack.Commands;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack that is taken down leaves nothing on the machine, whatever its tasks were doing. */
final class TestDown {
    private static final String IMAGE = "slipway-test/down:1";
    private static final String PIPELINE = """
            tasks:
              - {name: build, driver: exec, config: {command: "echo built"}, resources: {cpu: 100, memory: 32MiB}, timeout: 1m}
            stages:
              - name: staging
                environment: staging
                jobs: [{name: process, file: process.job.yaml}, {name: container, file: container.job.yaml}]
            """;
    private static final String SERVICE = """
            type: service
            update: {maxParallel: 1, minHealthyTime: 0s, healthyDeadline: 60s, progressDeadline: 90s}
            meta: {owner: testers}
            groups:
              - name: main
                count: 1
                tasks:
                  - name: main
                    driver: %s
                    config: %s
                    resources: {cpu: 50, memory: 32MiB}
            """;

    @TempDir
    private Path folder;

    @Test
    void leavesNothingBehind() {
        Set<String> before = Machine.look(folder);
        String image = BusyboxImage.make(folder, IMAGE);
        Path installation;
        Set<String> during;
        try (RunningStack stack = RunningStack.start()) {
            installation = stack.installation().root();
            TestingProject project = TestingProject.create(stack, "down").environment("staging", "class: staging");
            project.pipelineFile(PIPELINE)
                    .jobFile("process", SERVICE.formatted("exec", "{command: \"setsid sleep 3601 & sleep 3600\"}"))
                    .jobFile(
                            "container",
                            SERVICE.formatted("docker", "{image: \"" + image + "\", command: \"sleep 3600\"}"));
            assertThat(project.awaitEnd(project.run("stay")).run().state()).isEqualTo(RunState.SUCCEEDED);
            during = Machine.look(installation);
        }
        Shell.run(folder, List.of("docker", "image", "rm", IMAGE));

        assertThat(during)
                .as("else nothing could be left")
                .anyMatch(line -> line.startsWith("container "))
                .anyMatch(line -> line.startsWith("/sys/fs/cgroup"))
                .anyMatch(line -> line.startsWith("process "))
                .anyMatch(line -> line.startsWith("slipway-secrets "));
        Set<String> left = new TreeSet<>(Machine.look(installation));
        left.removeAll(before);
        assertThat(left).isEmpty();
        assertThat(Commands.containing("sleep 3600")).isEmpty();
        assertThat(Commands.containing("sleep 3601")).isEmpty();
    }
}
