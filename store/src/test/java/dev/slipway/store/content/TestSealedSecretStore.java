package dev.slipway.store.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Sealer;
import dev.slipway.store.infra.TestingSealer;
import dev.slipway.store.testing.TestingDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TestSealedSecretStore {
    private static final Sealer SEALER = new TestingSealer();
    private static TestingDatabase database;
    private static SealedSecretStore store;

    @BeforeAll
    static void open() {
        database = TestingDatabase.create();
        database.owner()
                .useTransaction(handle ->
                        handle.execute("insert into project (name, spec) values ('shop', '{}'), ('bank', '{}')"));
        store = new SealedSecretStore(database.api(), SEALER);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aNewValueIsANewRevision() {
        assertThat(store.put("shop", "api-key", "one".getBytes(UTF_8))).isEqualTo(1);
        assertThat(store.put("shop", "api-key", "two".getBytes(UTF_8))).isEqualTo(2);
        assertThat(store.resolve("shop", "api-key")).contains("two".getBytes(UTF_8));
        assertThat(store.list("shop")).extracting(SecretName::name).contains("api-key");
    }

    @Test
    void theWorkerReadsAndTheDatabaseSeesNoPlainValue() {
        store.put("shop", "canary", "plain-canary-value".getBytes(UTF_8));
        assertThat(new SealedSecretStore(database.worker(), SEALER).resolve("shop", "canary"))
                .contains("plain-canary-value".getBytes(UTF_8));
        String stored = database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select encode(sealed, 'escape') from secret where name = 'canary'")
                        .mapTo(String.class)
                        .one());
        assertThat(stored).doesNotContain("plain-canary-value");
    }

    @Test
    void aRowMovedToAnotherProjectDoesNotOpen() {
        store.put("shop", "moved", "value".getBytes(UTF_8));
        database.owner()
                .useTransaction(handle -> handle.execute("update secret set project = 'bank' where name = 'moved'"));
        refused(ErrorCode.SECRET_UNAVAILABLE, () -> store.resolve("bank", "moved"));
        assertThat(store.resolve("shop", "moved")).isEmpty();
    }

    @Test
    void aDeletedSecretIsGone() {
        store.put("shop", "gone", "value".getBytes(UTF_8));
        assertThat(store.delete("shop", "gone")).isTrue();
        assertThat(store.delete("shop", "gone")).isFalse();
        assertThat(store.resolve("shop", "gone")).isEmpty();
    }

    @Test
    void badInputIsRefused() {
        refused(ErrorCode.NOT_FOUND, () -> store.put("nobody", "x", new byte[1]));
        refused(ErrorCode.VALIDATION_FAILED, () -> store.put("shop", "Not A Name", new byte[1]));
        refused(ErrorCode.VALIDATION_FAILED, () -> store.put("shop", "empty", new byte[0]));
        refused(ErrorCode.PAYLOAD_TOO_LARGE, () -> store.put("shop", "large", new byte[65_537]));
    }

    private static void refused(ErrorCode code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
