package dev.slipway.agent.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.testing.FakeControlPlane;
import dev.slipway.agent.testing.Jobs;
import dev.slipway.agent.testing.Nodes;
import dev.slipway.model.AllocationState;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.model.spec.CheckSpec;
import dev.slipway.model.spec.DisconnectSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.ServiceSpec;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.model.spec.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAgentWithMock {
    private static final CheckSpec SCRIPT =
            new CheckSpec(CheckSpec.Type.SCRIPT, null, List.of("true"), Duration.ofMillis(100), Duration.ofSeconds(1));
    private static final List<ServiceSpec> CHECKED = List.of(new ServiceSpec("web", "http", null, List.of(SCRIPT)));
    private FakeControlPlane server;
    private Agent agent;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        server = new FakeControlPlane();
        agent = Nodes.start(server, folder, "mock");
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        server.close();
        new Destruction(Nodes.configuration(server, folder, "mock")).run();
    }

    private void restartAgent() {
        agent.close();
        agent = Nodes.start(server, folder, "mock");
    }

    private List<TaskStateView> tasks(String allocationId) {
        return server.updates(allocationId).stream()
                .flatMap(update -> update.tasks().values().stream())
                .toList();
    }

    @Test
    void runsAServiceAndStopsItWhenAsked() {
        Assignment service = Jobs.service(Jobs.group(Jobs.mock(Map.of("stdout", "hello", "stdoutRepeat", 3))));
        server.assign(service);

        AllocationUpdate running = server.await(
                service.allocationId(),
                update -> update.clientState() == AllocationState.RUNNING && Boolean.TRUE.equals(update.healthy()));
        assertThat(running.tasks().get("web").state()).isEqualTo("running");
        assertThat(running.tasks().get("web").ports()).containsEntry("http", 8080);
        assertThat(running.tasks().get("web").address()).isEqualTo("127.0.0.1");
        server.awaitLog(service.allocationId(), "web", "stdout", "hello\nhello\nhello\n"::equals);

        server.stop(service.allocationId(), Duration.ZERO);

        AllocationUpdate ended = server.awaitState(service.allocationId(), AllocationState.COMPLETE);
        assertThat(ended.tasks().get("web").state()).isEqualTo("dead");
        assertThat(ended.tasks().get("web").failed()).isFalse();
        assertThat(ended.servicesPassing()).isEmpty();
        assertThat(server.registrations().getFirst().drivers()).containsOnlyKeys("mock");
    }

    @Test
    void sendsTheFirstRunningUpdateAtOnce() {
        server.awaitSyncs(1);
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            Assignment service = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
            long begin = System.nanoTime();
            server.assign(service);
            server.awaitState(service.allocationId(), AllocationState.RUNNING);
            millis.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }

        millis.sort(Long::compare);
        System.out.println("assigned to running update, ms: " + millis);
        // Bounds the work of the path, not the load of the machine it is measured on.
        assertThat(millis.get(millis.size() / 4)).isLessThanOrEqualTo(60);
    }

    @Test
    void waitsForTheDrainBeforeTheSignal() {
        Assignment service = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        server.assign(service);
        server.awaitState(service.allocationId(), AllocationState.RUNNING);
        long begin = System.nanoTime();

        server.stop(service.allocationId(), Duration.ofMillis(600));
        server.awaitState(service.allocationId(), AllocationState.COMPLETE);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
    }

    @Test
    void batchRunsToItsEndAndReportsTheExitCode() {
        Assignment good = Jobs.batch(Jobs.group(Jobs.mock(Map.of("runFor", "50ms"))));
        Assignment bad = Jobs.batch(Jobs.group(Jobs.mock(Map.of("runFor", "50ms", "exitCode", 3))));
        server.assign(good);
        server.assign(bad);

        assertThat(server.awaitState(good.allocationId(), AllocationState.COMPLETE)
                        .healthy())
                .isNull();
        TaskStateView failed = server.awaitState(bad.allocationId(), AllocationState.FAILED)
                .tasks()
                .get("web");
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.failed()).isTrue();
        assertThat(failed.restarts()).isEqualTo(2);
        assertThat(failed.events())
                .extracting(TaskStateView.Event::type)
                .containsSubsequence("started", "ended", "restarting", "started", "ended", "failed");
    }

    @Test
    void aServiceIsRestartedAlsoAfterExitCodeZero() {
        Assignment service = Jobs.service(Jobs.group(Jobs.mock(Map.of("runFor", "50ms"))));
        server.assign(service);

        AllocationUpdate failed = server.awaitState(service.allocationId(), AllocationState.FAILED);

        assertThat(failed.healthy()).isFalse();
        assertThat(failed.tasks().get("web").restarts()).isEqualTo(2);
    }

    @Test
    void aStartThatCannotWorkFailsAtOnceAndOneThatMayIsRetried() {
        Assignment never = Jobs.service(
                Jobs.group(Jobs.mock(Map.of("startError", "no such image", "startErrorRecoverable", false))));
        Assignment maybe = Jobs.service(Jobs.group(Jobs.mock(Map.of("startError", "registry is away"))));
        server.assign(never);
        server.assign(maybe);

        TaskStateView first = server.awaitState(never.allocationId(), AllocationState.FAILED)
                .tasks()
                .get("web");
        TaskStateView second = server.awaitState(maybe.allocationId(), AllocationState.FAILED)
                .tasks()
                .get("web");

        assertThat(first.restarts()).isZero();
        assertThat(first.events().getLast().message()).contains("no such image");
        assertThat(second.restarts()).isEqualTo(2);
    }

    @Test
    void aFailedTaskTakesItsSiblingsDown() {
        TaskGroup group = Jobs.group(
                Jobs.task("bad", "mock", Map.of("startError", "x", "startErrorRecoverable", false)),
                Jobs.task("good", "mock", Map.of()));
        Assignment service = Jobs.service(group);
        server.assign(service);

        AllocationUpdate failed = server.awaitState(service.allocationId(), AllocationState.FAILED);

        assertThat(failed.tasks().get("good").state()).isEqualTo("dead");
        assertThat(failed.tasks().get("good").failed()).isFalse();
    }

    @Test
    void healthNeedsChecksThatPassWithoutABreak() {
        Assignment slow = Jobs.assignment(
                JobType.SERVICE, Jobs.group(CHECKED, Jobs.mock(Map.of("healthyAfter", "400ms"))), 300, 20_000);
        Assignment never =
                Jobs.assignment(JobType.SERVICE, Jobs.group(CHECKED, Jobs.mock(Map.of("healthy", false))), 0, 500);
        server.assign(slow);
        server.assign(never);

        AllocationUpdate healthy = server.await(slow.allocationId(), update -> Boolean.TRUE.equals(update.healthy()));
        AllocationUpdate unhealthy =
                server.await(never.allocationId(), update -> Boolean.FALSE.equals(update.healthy()));

        assertThat(healthy.servicesPassing()).containsExactly("web");
        assertThat(server.updates(slow.allocationId()).getFirst().servicesPassing())
                .isEmpty();
        assertThat(unhealthy.servicesPassing()).isEmpty();
        assertThat(unhealthy.clientState()).isEqualTo(AllocationState.RUNNING);
    }

    @Test
    void batchOutOfTimeIsStoppedAndFails() {
        TaskSpec task = new TaskSpec(
                "web",
                "mock",
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                Duration.ofSeconds(1),
                null,
                Duration.ofMillis(200));
        Assignment batch = Jobs.batch(Jobs.group(task));
        server.assign(batch);

        TaskStateView view = server.awaitState(batch.allocationId(), AllocationState.FAILED)
                .tasks()
                .get("web");

        assertThat(view.restarts()).isZero();
        assertThat(view.events().getLast().message()).contains("TASK_TIMEOUT");
    }

    @Test
    void aStopForSomethingNeverSeenIsAnswered() {
        Assignment service = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        agent.close();
        server.assign(service);
        server.stop(service.allocationId(), Duration.ZERO);
        agent = Nodes.start(server, folder, "mock");

        assertThat(server.awaitState(service.allocationId(), AllocationState.COMPLETE)
                        .tasks())
                .isEmpty();
    }

    @Test
    void anAgentRestartTouchesNothing() {
        Assignment service = Jobs.service(Jobs.group(CHECKED, Jobs.mock(Map.of())));
        server.assign(service);
        AllocationUpdate before = server.await(
                service.allocationId(), update -> !update.servicesPassing().isEmpty());
        int known = server.updates(service.allocationId()).size();

        restartAgent();
        server.awaitSyncs(2);

        List<AllocationUpdate> later = server.updates(service.allocationId());
        assertThat(later.subList(known, later.size())).isNotEmpty().allSatisfy(update -> {
            assertThat(update.servicesPassing()).containsExactly("web");
            assertThat(update.clientState()).isEqualTo(AllocationState.RUNNING);
            assertThat(update.tasks().get("web").restarts()).isZero();
            assertThat(update.tasks().get("web").startedAt())
                    .isEqualTo(before.tasks().get("web").startedAt());
        });
        server.stop(service.allocationId(), Duration.ZERO);
        server.awaitState(service.allocationId(), AllocationState.COMPLETE);
    }

    @Test
    void aTaskThatEndedWhileTheAgentWasAwayIsReported() {
        Assignment batch = Jobs.batch(Jobs.group(Jobs.mock(Map.of("runFor", "500ms", "stdout", "done"))));
        server.assign(batch);
        server.awaitState(batch.allocationId(), AllocationState.RUNNING);
        agent.close();
        pass(Duration.ofMillis(600));

        agent = Nodes.start(server, folder, "mock");

        AllocationUpdate ended = server.awaitState(batch.allocationId(), AllocationState.COMPLETE);
        assertThat(ended.tasks().get("web").exitCode()).isZero();
        assertThat(server.log(batch.allocationId(), "web", "stdout")).isEqualTo("done\n");
    }

    private void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        server.await("the end of the wait", () -> Optional.of(System.nanoTime()).filter(now -> now - until > 0));
    }

    @Test
    void lostAcknowledgementsAreMadeGoodWithTheSameNumber() {
        server.awaitSyncs(1);
        server.loseAcks(3);
        Assignment batch = Jobs.batch(Jobs.group(Jobs.mock(Map.of("runFor", "100ms"))));
        server.assign(batch);

        server.awaitState(batch.allocationId(), AllocationState.COMPLETE);

        assertThat(server.batches()).extracting(UpdateBatch::seq).isSorted().doesNotHaveDuplicates();
        assertThat(tasks(batch.allocationId()))
                .extracting(TaskStateView::state)
                .isSortedAccordingTo(Comparator.comparing(List.of("pending", "running", "dead")::indexOf));
    }

    @Test
    void aNodeDeclaredDownRegistersAgainAndStopsWhatIsNoLongerItsOwn() {
        Assignment kept = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        Assignment lost = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        server.assign(kept);
        server.assign(lost);
        server.awaitState(kept.allocationId(), AllocationState.RUNNING);
        server.awaitState(lost.allocationId(), AllocationState.RUNNING);

        server.withdraw(lost.allocationId());
        server.declareDown();

        server.awaitState(lost.allocationId(), AllocationState.COMPLETE);
        assertThat(server.batches().getLast().nodeEpoch()).isEqualTo(2);
        assertThat(server.updates(kept.allocationId()))
                .noneMatch(update -> update.clientState().isFinal());
        assertThat(server.registrations()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void onlyAFullListImpliesAbsence() {
        Assignment first = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        server.assign(first);
        server.awaitState(first.allocationId(), AllocationState.RUNNING);
        server.withdraw(first.allocationId());

        Assignment second = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        server.assign(second);
        server.awaitState(second.allocationId(), AllocationState.RUNNING);
        server.awaitSyncs(3);
        assertThat(server.updates(first.allocationId()))
                .noneMatch(update -> update.clientState().isFinal());

        restartAgent();
        server.awaitState(first.allocationId(), AllocationState.COMPLETE);
    }

    @Test
    void runsOnWithoutTheServerUnlessTheGroupSaysOtherwise() {
        Assignment steady = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        Assignment bound = Jobs.service(
                Jobs.group(List.of(), null, new DisconnectSpec(Duration.ofMillis(700)), Jobs.mock(Map.of())));
        server.assign(steady);
        server.assign(bound);
        server.awaitState(steady.allocationId(), AllocationState.RUNNING);
        server.awaitState(bound.allocationId(), AllocationState.RUNNING);

        server.away(true);
        pass(Duration.ofMillis(1500));
        server.away(false);

        server.awaitState(bound.allocationId(), AllocationState.COMPLETE);
        server.awaitSyncs(2);
        assertThat(server.updates(steady.allocationId()))
                .noneMatch(update -> update.clientState().isFinal());
    }

    @Test
    void damagedStateFilesDoNotLoseATask() throws IOException {
        Assignment service = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        server.assign(service);
        AllocationUpdate before = server.awaitState(service.allocationId(), AllocationState.RUNNING);
        agent.close();
        Path state = Nodes.folder(folder).resolve("state").resolve(service.allocationId());
        Files.writeString(state.resolve("web.task.json"), "{\"phase\": \"RUNN");
        int known = server.updates(service.allocationId()).size();

        agent = Nodes.start(server, folder, "mock");
        server.awaitSyncs(2);

        List<AllocationUpdate> later = server.updates(service.allocationId());
        assertThat(later.subList(known, later.size())).isNotEmpty();
        assertThat(later.getLast().tasks().get("web").state()).isEqualTo("running");
        assertThat(later.getLast().tasks().get("web").restarts()).isZero();
        assertThat(before.tasks().get("web").restarts()).isZero();
        assertThat(Files.list(state)).anyMatch(file -> file.toString().contains("damaged"));
    }

    @Test
    void aDamagedAllocationFileDoesNotStartATaskTwice() throws IOException {
        Assignment service = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        server.assign(service);
        server.awaitState(service.allocationId(), AllocationState.RUNNING);
        agent.close();
        Path state = Nodes.folder(folder).resolve("state").resolve(service.allocationId());
        Files.writeString(state.resolve("allocation.json"), "\0\0\0");

        agent = Nodes.start(server, folder, "mock");
        server.awaitSyncs(2);

        assertThat(Files.list(Nodes.folder(folder).resolve("drivers/mock"))
                        .filter(file -> file.toString().endsWith(".json")))
                .hasSize(1);
    }

    @Test
    void aDiskThatRefusesIsReported() throws IOException {
        Assignment service = Jobs.service(Jobs.group(Jobs.mock(Map.of())));
        Path state = Nodes.folder(folder).resolve("state");
        server.awaitSyncs(1);
        Files.createDirectories(state);
        Files.writeString(state.resolve(service.allocationId()), "a file where a folder belongs");

        server.assign(service);

        TaskStateView task = server.awaitState(service.allocationId(), AllocationState.FAILED)
                .tasks()
                .get("web");
        assertThat(task.events().getLast().message()).contains("cannot write its state");
    }
}
