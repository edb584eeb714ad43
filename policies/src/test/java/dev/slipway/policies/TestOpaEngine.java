package dev.slipway.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.spi.PolicyAnswer;
import dev.slipway.model.spi.PolicyAnswer.Allow;
import dev.slipway.model.spi.PolicyAnswer.Deny;
import dev.slipway.model.spi.PolicyAnswer.Fault;
import dev.slipway.model.spi.PolicyAnswer.Unavailable;
import dev.slipway.model.spi.PolicyQuestion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOpaEngine {
    @TempDir
    private static Path folder;

    private static OpaServer internal;
    private static OpaServer external;

    @BeforeAll
    static void start() throws Exception {
        internal = OpaServer.start(folder.resolve("i"), PolicyBundles.INTERNAL);
        external = OpaServer.start(folder.resolve("e"), PolicyBundles.EXTERNAL);
    }

    @AfterAll
    static void stop() throws Exception {
        internal.close();
        external.close();
    }

    @Test
    void theShippedRulesAllowWhatComplies() throws Exception {
        try (OpaEngine inside = new OpaEngine(internal.settings("internal"));
                OpaEngine outside = new OpaEngine(external.settings("external"))) {
            for (PolicyQuestion question : new PolicyQuestion[] {
                Questions.trigger(), Questions.authorise(), Questions.action(), Questions.apply(), Questions.read()
            }) {
                assertThat(inside.ask(question)).as(question.name()).isInstanceOf(Allow.class);
            }
            assertThat(inside.ask(Questions.admission()))
                    .isInstanceOfSatisfying(
                            Allow.class, allow -> assertThat(allow.revision()).startsWith("internal-"));
            assertThat(outside.ask(Questions.admission()))
                    .isInstanceOfSatisfying(
                            Allow.class, allow -> assertThat(allow.revision()).startsWith("external-"));
        }
    }

    @Test
    void aDenialNamesRuleValueAndHelp() throws Exception {
        try (OpaEngine engine = new OpaEngine(internal.settings("internal"))) {
            PolicyQuestion question = Questions.trigger();
            PolicyQuestion stranger = new PolicyQuestion(
                    "trigger", Questions.object(question.input().toString().replace("developers", "guests")));
            assertThat(engine.ask(stranger)).isInstanceOfSatisfying(Deny.class, deny -> {
                assertThat(deny.reasons()).hasSize(1);
                assertThat(deny.reasons().getFirst().rule()).isEqualTo("trigger.group");
                assertThat(deny.reasons().getFirst().message()).contains("Dana");
                assertThat(deny.reasons().getFirst().help()).contains("developers");
            });
        }
    }

    @Test
    void anUnknownQuestionIsDenied() throws Exception {
        try (OpaEngine engine = new OpaEngine(internal.settings("internal"))) {
            assertThat(engine.ask(new PolicyQuestion("launch", Questions.object("{}"))))
                    .isInstanceOfSatisfying(
                            Deny.class,
                            deny -> assertThat(deny.reasons().getFirst().rule())
                                    .isEqualTo("decision.unknown-question"));
        }
    }

    @Test
    void aWrongTokenIsRefusedAndNotTriedAgain() throws Exception {
        assertThat(fault(internal.settings("internal", "wrong"))).isEqualTo(Fault.REFUSED_CREDENTIAL);
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() throws Exception {
        URI nowhere = URI.create("http://127.0.0.1:" + OpaServer.freePort());
        assertThat(fault(settings(nowhere))).isEqualTo(Fault.UNREACHABLE);
    }

    @Test
    void aServerThatSaysNothingTimesOutAfterTwoAttempts() throws Exception {
        try (SilentServer slow = new SilentServer("")) {
            long start = System.nanoTime();
            assertThat(fault(settings(slow.url()))).isEqualTo(Fault.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofMillis(2500));
            assertThat(slow.connections()).isEqualTo(2);
        }
    }

    @Test
    void anAnswerThatNeverEndsTimesOut() throws Exception {
        try (SilentServer slow = new SilentServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result\":")) {
            assertThat(fault(settings(slow.url()))).isEqualTo(Fault.TIMEOUT);
        }
    }

    @Test
    void whatIsNotHttpIsMalformed() throws Exception {
        try (SilentServer garbage = new SilentServer("SSH-2.0-OpenSSH_9.2\r\n\r\n")) {
            assertThat(fault(settings(garbage.url()))).isEqualTo(Fault.MALFORMED);
        }
    }

    @Test
    void badAnswersAreToldApart() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.answer(200, "<html>");
            assertThat(fault(settings(server.url()))).isEqualTo(Fault.MALFORMED);
            server.answer(200, "{}");
            assertThat(fault(settings(server.url()))).isEqualTo(Fault.UNDEFINED);
            assertThat(server.calls()).isEqualTo(2);
            server.answer(500, "");
            assertThat(fault(settings(server.url()))).isEqualTo(Fault.SERVER_ERROR);
            assertThat(server.calls()).isEqualTo(4);
            server.answer(200, "[" + " ".repeat(2 << 20) + "]");
            assertThat(fault(settings(server.url()))).isEqualTo(Fault.MALFORMED);
        }
    }

    @Test
    void theSecondAttemptSavesTheQuestion() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                OpaEngine engine = new OpaEngine(settings(server.url()))) {
            server.answerOnce(503, "");
            assertThat(engine.ask(Questions.read())).isInstanceOf(Allow.class);
            assertThat(server.calls()).isEqualTo(2);
            assertThat(server.bodies().peek()).contains("\"question\":\"read\"").contains("\"project\":\"shop\"");
            assertThat(server.tokens().peek()).isEqualTo("Bearer t");
        }
    }

    @Test
    void answersAtOnceWhileTheServerIsKnownToBeDown() throws Exception {
        int port = OpaServer.freePort();
        OpaLimits limits = new OpaLimits(Duration.ofMillis(500), 2, 4, 4, Duration.ofMillis(300));
        OpaSettings settings = settings(URI.create("http://127.0.0.1:" + port));
        try (OpaEngine engine = new OpaEngine(settings, limits)) {
            assertThat(faultOf(engine.ask(Questions.read()))).isEqualTo(Fault.UNREACHABLE);
            assertThat(faultOf(engine.ask(Questions.read()))).isEqualTo(Fault.UNREACHABLE);
            assertThat(faultOf(engine.ask(Questions.read()))).isEqualTo(Fault.BREAKER_OPEN);
        }
    }

    @Test
    void measuresOneEngine() throws Exception {
        try (OpaEngine engine = new OpaEngine(internal.settings("internal"))) {
            PolicyQuestion question = Questions.admission();
            for (int warm = 0; warm < 200; warm++) {
                assertThat(engine.ask(question)).isInstanceOf(Allow.class);
            }
            long[] nanos = new long[500];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                assertThat(engine.ask(question)).isInstanceOf(Allow.class);
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "policy: 500 admissions, one engine: p50 %.2f ms, p99 %.2f ms%n",
                    nanos[250] / 1e6, nanos[495] / 1e6);
            assertThat(Duration.ofNanos(nanos[250])).isLessThan(Duration.ofMillis(100));
        }
    }

    private static OpaSettings settings(URI url) throws IOException {
        return OpaServer.settings("internal", url, folder, "t");
    }

    private static Fault fault(OpaSettings settings) {
        try (OpaEngine engine = new OpaEngine(settings)) {
            return faultOf(engine.ask(Questions.read()));
        }
    }

    private static Fault faultOf(PolicyAnswer answer) {
        assertThat(answer).isInstanceOf(Unavailable.class);
        return ((Unavailable) answer).fault();
    }
}
