package dev.slipway.store.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TestInfraStates {
    private static TestingDatabase database;
    private static InfraStates states;
    private static InfraStates issuer;
    private static int counter;
    private final StateAddress address = new StateAddress("shop", "staging", "net-" + counter++);

    @BeforeAll
    static void open() {
        database = TestingDatabase.create();
        TestingSealer sealer = new TestingSealer();
        states = new InfraStates(database.api(), sealer);
        issuer = new InfraStates(database.worker(), sealer);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theHolderOfTheLockWritesVersions() {
        StateAccess access = access("run/shop/web/1", Duration.ofHours(1));
        assertThat(states.latest(address)).isEmpty();
        assertThat(states.serial(address)).isZero();
        assertThat(states.lock(access, lock("a"))).isEqualTo(new LockOutcome.Granted(false));
        states.put(access, "a", state(1, "lineage-secret"));
        states.put(access, "a", state(2, "lineage-secret"));
        states.unlock(access, lock("a"));
        assertThat(states.latest(address)).contains(state(2, "lineage-secret"));
        assertThat(states.serial(address)).isEqualTo(2);
        assertThat(stored("select count(*) from infra_state where module = :module"))
                .isEqualTo("2");
        assertThat(stored("select string_agg(encode(sealed, 'escape'), '') from infra_state where module = :module"))
                .doesNotContain("lineage-secret");
    }

    @Test
    void anotherOwnerIsToldWhoHoldsTheLock() {
        states.lock(access("run/shop/web/1", Duration.ofHours(1)), lock("a"));
        StateAccess other = access("run/shop/web/2", Duration.ofHours(2));
        LockOutcome outcome = states.lock(other, lock("b"));
        assertThat(outcome).isInstanceOfSatisfying(LockOutcome.Held.class, held -> {
            assertThat(held.owner()).isEqualTo("run/shop/web/1");
            assertThat(held.info())
                    .contains("\"ID\":\"a, held by", "held by run/shop/web/1")
                    .doesNotContain("slipwayToken");
        });
        refused(ErrorCode.STATE_LOCKED, () -> states.unlock(other, lock("a")));
        refused(ErrorCode.STATE_LOCKED, () -> states.put(other, "a", state(1, "x")));
        assertThat(states.holder(address)).map(LockOutcome.Held::owner).contains("run/shop/web/1");
    }

    @Test
    void aSuccessorOfTheSameOwnerTakesOverAndThePredecessorCanWriteNoMore() {
        StateAccess first = access("run/shop/web/1", Duration.ofHours(1));
        states.lock(first, lock("a"));
        StateAccess second = access("run/shop/web/1", Duration.ofHours(2));
        assertThat(states.lock(second, lock("b"))).isEqualTo(new LockOutcome.Granted(true));
        refused(ErrorCode.STATE_LOCKED, () -> states.put(first, "a", state(1, "x")));
        refused(ErrorCode.STATE_LOCKED, () -> states.unlock(first, lock("a")));
        assertThat(states.lock(first, lock("c"))).isInstanceOf(LockOutcome.Held.class);
        states.put(second, "b", state(1, "x"));
        states.unlock(second, lock("b"));
        states.unlock(second, lock("b"));
        assertThat(states.holder(address)).isEmpty();
    }

    @Test
    void oneOfManyConcurrentOwnersGetsTheLock() throws Exception {
        List<Future<LockOutcome>> outcomes = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 16; i++) {
                String id = "lock-" + i;
                StateAccess access = access("run/shop/web/" + i, Duration.ofHours(1));
                outcomes.add(executor.submit(() -> states.lock(access, lock(id))));
            }
        }
        int granted = 0;
        for (Future<LockOutcome> outcome : outcomes) {
            granted += outcome.get() instanceof LockOutcome.Granted ? 1 : 0;
        }
        assertThat(granted).isEqualTo(1);
    }

    @Test
    void anOlderSerialOrAnotherLineageIsRefused() {
        StateAccess access = access("run/shop/web/1", Duration.ofHours(1));
        refused(ErrorCode.STATE_LOCKED, () -> states.put(access, "a", state(1, "x")));
        states.lock(access, lock("a"));
        states.put(access, "a", state(5, "x"));
        refused(ErrorCode.CONFLICT, () -> states.put(access, "a", state(4, "x")));
        refused(ErrorCode.CONFLICT, () -> states.put(access, "a", state(6, "y")));
        refused(ErrorCode.MALFORMED_BODY, () -> states.put(access, "a", "[]".getBytes(UTF_8)));
        refused(ErrorCode.MALFORMED_BODY, () -> states.put(access, "a", "{}".getBytes(UTF_8)));
        refused(ErrorCode.MALFORMED_BODY, () -> states.lock(access, "{\"Who\": \"me\"}"));
        assertThat(states.serial(address)).isEqualTo(5);
    }

    @Test
    void aDeletedStateIsGoneButItsVersionsStay() {
        StateAccess access = access("run/shop/web/1", Duration.ofHours(1));
        states.lock(access, lock("a"));
        states.put(access, "a", state(5, "x"));
        states.delete(access, "a");
        assertThat(states.latest(address)).isEmpty();
        states.put(access, "a", state(1, "new lineage"));
        assertThat(stored("select count(*) from infra_state where module = :module"))
                .isEqualTo("3");
    }

    @Test
    void aTokenOpensOneStateUntilItEnds() {
        String token = UUID.randomUUID().toString();
        issuer.issueToken(address, "run/shop/web/1", Digest.of(token), Duration.ofMinutes(5));
        assertThat(states.check(address, token).owner()).isEqualTo("run/shop/web/1");
        StateAddress other = new StateAddress("shop", "production", address.module());
        refused(ErrorCode.STATE_TOKEN_REFUSED, () -> states.check(other, token));
        refused(ErrorCode.STATE_TOKEN_REFUSED, () -> states.check(address, token + "x"));
        database.owner()
                .useTransaction(handle ->
                        handle.execute("update state_token set expires_at = now() where module = ?", address.module()));
        refused(ErrorCode.STATE_TOKEN_REFUSED, () -> states.check(address, token));
        assertThat(issuer.expireTokens()).isEqualTo(1);
    }

    @Test
    void aRevokedTokenOpensNothing() {
        String token = UUID.randomUUID().toString();
        issuer.issueToken(address, "run/shop/web/1", Digest.of(token), Duration.ofMinutes(5));
        issuer.revokeToken(Digest.of(token));
        refused(ErrorCode.STATE_TOKEN_REFUSED, () -> states.check(address, token));
    }

    private StateAccess access(String owner, Duration validity) {
        String token = UUID.randomUUID().toString();
        issuer.issueToken(address, owner, Digest.of(token), validity);
        return states.check(address, token);
    }

    private String stored(String sql) {
        return database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery(sql)
                        .bind("module", address.module())
                        .mapTo(String.class)
                        .one());
    }

    private static String lock(String id) {
        return "{\"ID\":\"" + id + "\",\"Operation\":\"OperationTypeApply\",\"Who\":\"@slipway\"}";
    }

    private static byte[] state(long serial, String lineage) {
        return ("{\"version\":4,\"serial\":" + serial + ",\"lineage\":\"" + lineage + "\"}").getBytes(UTF_8);
    }

    private static void refused(ErrorCode code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
