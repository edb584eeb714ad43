package dev.slipway.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPolicyGateway {
    private static final Duration VALIDITY = Duration.ofMinutes(15);

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-01T00:00:00.123456789Z"));
    private final MemoryDecisionLog log = new MemoryDecisionLog();
    private final ObjectNode input = Questions.object("{\"project\": \"shop\", \"n\": 1}");
    private ScriptedServer inside;
    private ScriptedServer outside;
    private OpaEngine internal;
    private OpaEngine external;
    private PolicyGateway gateway;

    @BeforeEach
    void start() throws IOException {
        inside = new ScriptedServer();
        outside = new ScriptedServer();
        internal = new OpaEngine(OpaServer.settings("internal", inside.url(), folder, "t"));
        external = new OpaEngine(OpaServer.settings("external", outside.url(), folder, "t"));
        Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
        gateway = new PolicyGateway(List.of(internal, external), log, clock);
    }

    @AfterEach
    void stop() {
        internal.close();
        external.close();
        inside.close();
        outside.close();
    }

    @Test
    void storesAnAllowWithWhoSaidIt() {
        Decision decision = gateway.decide(request("admission"));
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.id()).matches("[0-9a-f]{64}");
        assertThat(decision.decidedAt()).isEqualTo("2026-11-01T00:00:00.123456Z");
        assertThat(decision.expiresAt()).isEqualTo("2026-11-01T00:15:00.123456Z");
        assertThat(decision.engines()).hasSize(2);
        for (JsonNode engine : decision.engines()) {
            assertThat(engine.path("answer").asText()).isEqualTo("allow");
            assertThat(engine.path("revision").asText()).isEqualTo("r1");
            assertThat(engine.path("millis").isIntegralNumber()).isTrue();
        }
        assertThat(decision.engines().findValuesAsText("name")).containsExactly("internal", "external");
        assertThat(log.all()).containsExactly(decision);
    }

    @Test
    void onlyAdmissionAsksTheExternalEngine() {
        for (String question : List.of("trigger", "authorise", "action", "apply", "read")) {
            gateway.decide(request(question));
        }
        assertThat(inside.calls()).isEqualTo(5);
        assertThat(outside.calls()).isZero();
        gateway.decide(request("admission"));
        assertThat(outside.calls()).isEqualTo(1);
    }

    @Test
    void aReAskReturnsTheStoredAnswerWithoutAsking() {
        Decision first = gateway.decide(request("trigger"));
        inside.answer(200, ScriptedServer.DENY);
        assertThat(gateway.decide(request("trigger"))).isEqualTo(first);
        assertThat(inside.calls()).isEqualTo(1);
    }

    @Test
    void anythingElseBeingAskedIsAskedAfresh() {
        Decision first = gateway.decide(request("trigger"));
        List<Consumer<ObjectNode>> changes = List.of(other -> other.put("n", 2), other -> other.put("m", 1));
        for (Consumer<ObjectNode> change : changes) {
            ObjectNode other = input.deepCopy();
            change.accept(other);
            assertThat(gateway.decide(new DecisionRequest("run/a/b/1", 1, "-", "verify", "trigger", other, VALIDITY))
                            .id())
                    .isNotEqualTo(first.id());
        }
        for (DecisionRequest other : List.of(
                new DecisionRequest("run/a/b/2", 1, "-", "verify", "trigger", input, VALIDITY),
                new DecisionRequest("run/a/b/1", 2, "-", "verify", "trigger", input, VALIDITY),
                new DecisionRequest("run/a/b/1", 1, "x", "verify", "trigger", input, VALIDITY),
                new DecisionRequest("run/a/b/1", 1, "-", "request", "trigger", input, VALIDITY),
                new DecisionRequest("run/a/b/1", 1, "-", "verify", "authorise", input, VALIDITY))) {
            assertThat(gateway.decide(other).id()).isNotEqualTo(first.id());
        }
        assertThat(inside.calls()).isEqualTo(8);
    }

    @Test
    void theOrderOfKeysChangesNothing() {
        Decision first = gateway.decide(request("trigger"));
        ObjectNode turned = Questions.object("{\"n\": 1, \"project\": \"shop\"}");
        assertThat(gateway.decide(new DecisionRequest("run/a/b/1", 1, "-", "verify", "trigger", turned, VALIDITY)))
                .isEqualTo(first);
    }

    @Test
    void anExpiredAnswerIsAskedAgainUnderTheNextId() {
        Decision first = gateway.decide(request("trigger"));
        pass(VALIDITY.minusNanos(1000));
        assertThat(gateway.decide(request("trigger"))).isEqualTo(first);
        pass(Duration.ofNanos(1000));
        inside.answer(200, ScriptedServer.DENY);
        Decision second = gateway.decide(request("trigger"));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.allowed()).isFalse();
        pass(VALIDITY);
        inside.answer(200, ScriptedServer.ALLOW);
        assertThat(gateway.decide(request("trigger")).id()).isNotIn(first.id(), second.id());
        assertThat(log.all()).hasSize(3);
    }

    @Test
    void aDenialOfOneEngineDeniesAndIsStoredWithItsReasons() {
        outside.answer(200, ScriptedServer.DENY);
        Decision decision = gateway.decide(request("admission"));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.reasons())
                .isEqualTo(ModelJson.read(
                        "[{\"engine\":\"external\",\"rule\":\"a.b\",\"message\":\"no c\",\"help\":\"use d\"}]",
                        JsonNode.class));
        assertThat(log.all()).containsExactly(decision);
        assertThat(gateway.decide(request("admission"))).isEqualTo(decision);
        assertThat(outside.calls()).isEqualTo(1);
    }

    @Test
    void requireTurnsADenialIntoProblems() {
        inside.answer(200, ScriptedServer.DENY);
        outside.answer(200, ScriptedServer.DENY);
        assertThatThrownBy(() -> gateway.require(request("admission")))
                .isInstanceOfSatisfying(SlipwayException.class, denied -> {
                    assertThat(denied.code()).isEqualTo(ErrorCode.POLICY_DENIED);
                    assertThat(denied).hasMessageContaining("admission").hasMessageContaining("no c");
                    assertThat(denied.problems()).hasSize(2).contains(new Problem("a.b", 0, 0, "no c", "use d"));
                });
        assertThat(gateway.require(request("read", "x")).allowed()).isTrue();
    }

    @Test
    void anUnavailableEngineIsNamedAndNothingIsStored() {
        outside.answer(200, "{}");
        assertUnavailable("external", "UNDEFINED");
        outside.answer(500, "");
        assertUnavailable("external", "SERVER_ERROR");
        outside.answer(401, "");
        assertUnavailable("external", "REFUSED_CREDENTIAL");
        outside.answer(200, "no");
        assertUnavailable("external", "MALFORMED");
        outside.answer(200, ScriptedServer.ALLOW);
        inside.close();
        assertUnavailable("internal", "UNREACHABLE");
        assertThat(log.all()).isEmpty();
    }

    @Test
    void aDenialDoesNotHideThatTheOtherEngineIsGone() {
        inside.answer(200, ScriptedServer.DENY);
        outside.close();
        assertUnavailable("external", "UNREACHABLE");
        assertThat(log.all()).isEmpty();
    }

    @Test
    void anEngineThatIsNotConfiguredIsNotDoneWithout() {
        PolicyGateway half = new PolicyGateway(List.of(internal), log, Clock.systemUTC());
        assertThatThrownBy(() -> half.decide(request("admission")))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.POLICY_UNAVAILABLE))
                .hasMessageContaining("external");
        assertThat(inside.calls()).isZero();
        assertThat(half.decide(request("trigger")).allowed()).isTrue();
    }

    @Test
    void anInputOfMoreThanTwoMebibytesIsRefused() {
        ObjectNode large = input.deepCopy().put("bulk", "x".repeat(2 << 20));
        DecisionRequest request = new DecisionRequest("run/a/b/1", 1, "-", "verify", "trigger", large, VALIDITY);
        assertThatThrownBy(() -> gateway.decide(request))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        assertThat(inside.calls()).isZero();
    }

    @Test
    void readsAreAskedButNotStored() {
        gateway.requireRead(Questions.read());
        inside.answer(200, ScriptedServer.DENY);
        assertThatThrownBy(() -> gateway.requireRead(Questions.read()))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.POLICY_DENIED));
        assertThat(log.all()).isEmpty();
    }

    private void assertUnavailable(String engine, String fault) {
        assertThatThrownBy(() -> gateway.decide(request("admission")))
                .isInstanceOfSatisfying(SlipwayException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.POLICY_UNAVAILABLE);
                    assertThat(failure).hasMessageContaining(engine).hasMessageContaining(fault);
                });
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private DecisionRequest request(String question) {
        return new DecisionRequest("run/a/b/1", 1, "-", "verify", question, input, VALIDITY);
    }

    private DecisionRequest request(String question, String stage) {
        inside.answer(200, ScriptedServer.ALLOW);
        return new DecisionRequest("run/a/b/1", 1, stage, "verify", question, input, VALIDITY);
    }
}
