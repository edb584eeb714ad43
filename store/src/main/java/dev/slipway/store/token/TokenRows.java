package dev.slipway.store.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code api_token}. */
@RegisterConstructorMapper(TokenRow.class)
interface TokenRows {
    @SqlQuery("""
            insert into api_token (id, token_hash, name, issuer, subject, owner_name, groups, projects, permissions,
                expires_at)
            values (:id, :hash, :name, :o.issuer, :o.subject, :o.name, :groups, :projects, :permissions,
                now() + make_interval(secs => :seconds))
            returning expires_at""")
    Instant insert(
            String id,
            String hash,
            String name,
            @BindMethods("o") TokenOwner owner,
            JsonNode groups,
            @Nullable JsonNode projects,
            JsonNode permissions,
            double seconds);

    @SqlQuery("select *, expires_at <= now() as expired from api_token where id = :id")
    Optional<TokenRow> find(String id);

    @SqlQuery("""
            select *, expires_at <= now() as expired from api_token
            where (cast(:f.principal as text) is null or principal = :f.principal)
                and (cast(:f.id as text) is null or id = :f.id)
                and (cast(:before as timestamptz) is null or (created_at, id) < (:before, :beforeId))
            order by created_at desc, id desc limit :limit""")
    List<TokenRow> list(
            @BindMethods("f") TokenFilter filter, @Nullable Instant before, @Nullable String beforeId, int limit);

    @SqlUpdate("""
            update api_token set revoked_at = now(), revoked_by = :by where id = :id and revoked_at is null""")
    int revoke(String id, String by);
}
