package dev.slipway.store.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.TokenPermission;
import dev.slipway.model.api.TokenView;
import dev.slipway.store.testing.TestingDatabase;
import dev.slipway.store.upkeep.CleanUp;
import dev.slipway.store.upkeep.Retention;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestTokens {
    private static final TokenOwner OWNER = new TokenOwner("https://id.example.org", "42", "Dana");
    private static final TokenScope SCOPE =
            new TokenScope(List.of("developers"), List.of("shop"), List.of(TokenPermission.READ));

    private static TestingDatabase database;
    private static Tokens tokens;

    @BeforeAll
    static void open() {
        database = TestingDatabase.create();
        tokens = new Tokens(database.api());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        sql("delete from api_token");
    }

    @Test
    void aTokenIsReadAsItWasMade() {
        create("abcdefgh0001");
        StoredToken stored = tokens.find("abcdefgh0001").orElseThrow();
        assertThat(stored.owner()).isEqualTo(OWNER);
        assertThat(stored.scope()).isEqualTo(SCOPE);
        assertThat(stored.expired()).isFalse();
        assertThat(stored.revoked()).isFalse();
        assertThat(tokens.find("abcdefgh0002")).isEmpty();
    }

    @Test
    void theDatabaseJudgesWhetherItIsOver() {
        create("abcdefgh0001");
        sql("update api_token set created_at = now() - interval '1 day', expires_at = now() - interval '1 ms'");
        assertThat(tokens.find("abcdefgh0001").orElseThrow().expired()).isTrue();
        assertThat(view().state()).isEqualTo("expired");
    }

    @Test
    void itIsRevokedOnceForGood() {
        create("abcdefgh0001");
        assertThat(revoke("abcdefgh0001")).isTrue();
        assertThat(revoke("abcdefgh0001")).isFalse();
        assertThat(revoke("abcdefgh0002")).isFalse();
        assertThat(tokens.find("abcdefgh0001").orElseThrow().revoked()).isTrue();
        assertThat(view().state()).isEqualTo("revoked");
        assertThat(view().revokedAt()).isNotNull();
    }

    @Test
    void validityHasBounds() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofMinutes(59), Duration.ofDays(366))) {
            assertThatThrownBy(() -> create("abcdefgh0001", wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        create("abcdefgh0001", Tokens.SHORTEST);
        create("abcdefgh0002", Tokens.LONGEST);
    }

    @Test
    void useIsWrittenToTheMinuteWhenItsCollectorCloses() {
        create("abcdefgh0001");
        try (TokenUse use = new TokenUse(database.api())) {
            use.used("abcdefgh0001");
            use.used("abcdefgh0009");
        }
        assertThat(text("select (last_used_at = date_trunc('minute', last_used_at))::text from api_token"))
                .isEqualTo("true");
    }

    @Test
    void usedAgainWithinTheMinuteWritesNothing() {
        create("abcdefgh0001");
        sql("update api_token set last_used_at = date_trunc('minute', now()) + interval '1 minute'");
        String version = text("select xmin::text from api_token");
        try (TokenUse use = new TokenUse(database.api())) {
            use.used("abcdefgh0001");
        }
        assertThat(text("select xmin::text from api_token")).isEqualTo(version);
    }

    @Test
    void endedTokensStayListedForThirtyDays() {
        for (String id : List.of("abcdefgh0001", "abcdefgh0002", "abcdefgh0003")) {
            create(id);
        }
        sql("update api_token set created_at = now() - interval '100 days'");
        sql("update api_token set expires_at = now() - interval '31 days' where id = 'abcdefgh0001'");
        sql("update api_token set expires_at = now() - interval '29 days' where id = 'abcdefgh0002'");
        revoke("abcdefgh0003");
        assertThat(new CleanUp(database.worker(), Retention.DEFAULT).run()).isFalse();
        assertThat(text("select string_agg(id, ' ' order by id) from api_token"))
                .isEqualTo("abcdefgh0002 abcdefgh0003");
    }

    @Test
    void theWorkerReadsNoHashes() {
        create("abcdefgh0001");
        assertThatThrownBy(() -> database.worker()
                        .jdbi()
                        .withHandle(handle -> handle.createQuery("select token_hash from api_token")
                                .mapTo(String.class)
                                .list()))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> database.api()
                        .useTransaction(handle -> handle.execute("update api_token set expires_at = now()")))
                .hasMessageContaining("permission denied");
    }

    private TokenView view() {
        return tokens.list(new TokenFilter(OWNER.principal(), null), 10, null)
                .items()
                .getFirst();
    }

    private void create(String id) {
        create(id, Duration.ofDays(30));
    }

    private void create(String id, Duration validity) {
        database.api()
                .useTransaction(handle ->
                        Tokens.create(handle, id, "sha256:" + "a".repeat(64), "nightly", OWNER, SCOPE, validity));
    }

    private boolean revoke(String id) {
        return database.api().inTransaction(handle -> Tokens.revoke(handle, id, OWNER.principal()));
    }

    private void sql(String statement) {
        database.owner().useTransaction(handle -> handle.execute(statement));
    }

    private String text(String query) {
        return database.owner()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }
}
