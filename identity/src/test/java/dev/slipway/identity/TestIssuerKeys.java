package dev.slipway.identity;

import static dev.slipway.identity.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of keys when the identity provider rotates, is down, slow or hangs. */
class TestIssuerKeys {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String CLAIMS =
            "{\"iss\":\"https://id.example.org\",\"sub\":\"42\",\"aud\":\"slipway\",\"exp\":"
                    + (NOW.getEpochSecond() + 300) + "}";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final TestKey old = TestKey.edwards("old");
    private final TestKey young = TestKey.edwards("young");
    private KeyServer server;
    private JwtCredentialVerifier verifier;

    @BeforeEach
    void start() throws Exception {
        server = new KeyServer();
        server.publish(old);
        verifier = new JwtCredentialVerifier(
                List.of(new IssuerSettings(
                        "https://id.example.org", server.url(), "slipway", List.of(), "groups", "name")),
                Clock.fixed(NOW, ZoneOffset.UTC),
                nanos::get);
    }

    @AfterEach
    void stop() {
        verifier.close();
        server.close();
    }

    @Test
    void aThousandUnknownKeysCauseTwoFetches() throws Exception {
        assertAccepted(old);
        for (int i = 0; i < 1000; i++) {
            TestKey stranger = new TestKey("k" + i, "EdDSA", old.pair());
            assertRefused(ErrorCode.TOKEN_KEY_UNKNOWN, () -> verifier.verify(stranger.token(CLAIMS)));
        }
        assertThat(server.fetches()).isEqualTo(2);
        pass(IssuerKeys.UNKNOWN_PAUSE);
        assertRefused(ErrorCode.TOKEN_KEY_UNKNOWN, () -> verifier.verify(young.token(CLAIMS)));
        assertThat(server.fetches()).isEqualTo(3);
    }

    @Test
    void aNewKeyIsAcceptedAtOnce() throws Exception {
        assertAccepted(old);
        server.publish(old, young);
        assertAccepted(young);
        assertAccepted(old);
        assertThat(server.fetches()).isEqualTo(2);
    }

    @Test
    void aWithdrawnKeyIsRefusedAfterTheNextRefresh() throws Exception {
        assertAccepted(old);
        server.publish(young);
        CountDownLatch gate = server.hang();
        pass(IssuerKeys.FRESH);
        assertAccepted(old);
        gate.countDown();
        awaitRefusalOf(old);
        assertAccepted(young);
    }

    @Test
    void cachedKeysWorkWhileTheProviderIsDownAndUnknownOnesRefuse() throws Exception {
        assertAccepted(old);
        server.answer(503, "down");
        assertRefused(ErrorCode.TOKEN_KEYS_UNAVAILABLE, () -> verifier.verify(young.token(CLAIMS)));
        assertRefused(ErrorCode.TOKEN_KEYS_UNAVAILABLE, () -> verifier.verify(young.token(CLAIMS)));
        assertAccepted(old);
        pass(IssuerKeys.USABLE.minusSeconds(1));
        assertAccepted(old);
        pass(Duration.ofSeconds(1));
        assertRefused(ErrorCode.TOKEN_KEYS_UNAVAILABLE, () -> verifier.verify(old.token(CLAIMS)));
    }

    @Test
    void aProviderThatWasNeverThereIsNotHammeredAndFoundAgain() throws Exception {
        server.answer(500, "");
        for (int i = 0; i < 50; i++) {
            assertRefused(ErrorCode.TOKEN_KEYS_UNAVAILABLE, () -> verifier.verify(old.token(CLAIMS)));
        }
        assertThat(server.fetches()).isEqualTo(1);
        server.publish(old);
        pass(IssuerKeys.FAILURE_PAUSE);
        assertAccepted(old);
    }

    @Test
    void aProviderThatIsGoneRefusesConnections() throws Exception {
        server.close();
        assertRefused(ErrorCode.TOKEN_KEYS_UNAVAILABLE, () -> verifier.verify(old.token(CLAIMS)));
    }

    @Test
    void answersThatAreNoKeySetAreRefused() throws Exception {
        for (String body :
                List.of("", "<html>", "[]", "{}", "{\"keys\":7}", "{\"keys\":[" + " ".repeat(600 << 10) + "]}")) {
            server.answer(200, body);
            assertRefused(ErrorCode.TOKEN_KEYS_UNAVAILABLE, () -> verifier.verify(old.token(CLAIMS)));
            pass(IssuerKeys.FAILURE_PAUSE);
        }
    }

    @Test
    void oneBrokenKeyDoesNotTakeTheOthersWithIt() throws Exception {
        String mixed =
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"old\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\","
                        + "\"kid\":\"short\"}," + old.jwk() + "]}";
        server.answer(200, mixed);
        assertAccepted(old);
    }

    @Test
    void aProviderThatHangsCostsTwoSecondsOnceAndNoPileOfThreads() throws Exception {
        CountDownLatch gate = server.hang();
        long start = System.nanoTime();
        List<ErrorCode> codes = verifyAtOnce(300);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(codes).containsOnly(ErrorCode.TOKEN_KEYS_UNAVAILABLE).hasSize(300);
        assertThat(took).isLessThan(Duration.ofSeconds(4));
        assertThat(server.fetches()).isEqualTo(1);
        long at = System.nanoTime();
        assertRefused(ErrorCode.TOKEN_KEYS_UNAVAILABLE, () -> verifier.verify(old.token(CLAIMS)));
        assertThat(Duration.ofNanos(System.nanoTime() - at)).isLessThan(Duration.ofMillis(200));
        gate.countDown();
        pass(IssuerKeys.FAILURE_PAUSE);
        assertAccepted(old);
    }

    @Test
    void anAnswerThatNeverEndsCostsTwoSecondsToo() throws Exception {
        server.hangAfterHeaders();
        long start = System.nanoTime();
        assertRefused(ErrorCode.TOKEN_KEYS_UNAVAILABLE, () -> verifier.verify(old.token(CLAIMS)));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1500), Duration.ofMillis(3500));
    }

    @Test
    void aProviderThatHangsDoesNotDelayKnownKeys() throws Exception {
        assertAccepted(old);
        server.hang();
        pass(IssuerKeys.FRESH);
        long start = System.nanoTime();
        assertAccepted(old);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void manyFirstCallersShareOneFetch() throws Exception {
        CountDownLatch gate = server.hang();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<String>> calls = new ArrayList<>();
            String token = old.token(CLAIMS);
            for (int i = 0; i < 40; i++) {
                calls.add(CompletableFuture.supplyAsync(
                        () -> verifier.verify(token).subject(), threads));
            }
            gate.countDown();
            calls.forEach(call -> assertThat(call.join()).isEqualTo("42"));
        }
        assertThat(server.fetches()).isEqualTo(1);
    }

    private List<ErrorCode> verifyAtOnce(int count) throws Exception {
        String token = old.token(CLAIMS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<ErrorCode>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                calls.add(CompletableFuture.supplyAsync(() -> code(token), threads));
            }
            return calls.stream().map(CompletableFuture::join).toList();
        }
    }

    private ErrorCode code(String token) {
        try {
            verifier.verify(token);
            throw new AssertionError("the token was accepted");
        } catch (SlipwayException refusal) {
            return refusal.code();
        }
    }

    private void awaitRefusalOf(TestKey key) throws Exception {
        String token = key.token(CLAIMS);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < deadline) {
            try {
                verifier.verify(token);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            } catch (SlipwayException refusal) {
                assertThat(refusal.code()).isEqualTo(ErrorCode.TOKEN_KEY_UNKNOWN);
                return;
            }
        }
        throw new AssertionError("the withdrawn key is still accepted");
    }

    private void assertAccepted(TestKey key) throws Exception {
        assertThat(verifier.verify(key.token(CLAIMS)).subject()).isEqualTo("42");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
