package dev.slipway.store.infra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on {@code infra_state}, {@code infra_lock} and {@code state_token}. */
interface StateRows {
    @SqlQuery("""
            select version, serial, sealed from infra_state
            where project = :project and environment = :environment and module = :module
            order by version desc limit 1""")
    @RegisterConstructorMapper(Version.class)
    Optional<Version> latest(@BindMethods StateAddress address);

    @SqlUpdate("""
            insert into infra_state (project, environment, module, version, serial, sealed, written_by)
            values (:project, :environment, :module, :version, :serial, :sealed, :owner)""")
    void insert(@BindMethods StateAddress address, long version, long serial, byte[] sealed, String owner);

    /** One writer or locker of a state at a time, also while it has no lock row. */
    @SqlQuery("select true from (select pg_advisory_xact_lock(hashtextextended(:path, 43))) locked")
    boolean serialise(String path);

    @SqlQuery("""
            select lock_id, info, owner, locked_at from infra_lock
            where project = :project and environment = :environment and module = :module""")
    @RegisterConstructorMapper(Lock.class)
    Optional<Lock> lock(@BindMethods StateAddress address);

    @SqlUpdate("""
            insert into infra_lock (project, environment, module, lock_id, info, owner)
            values (:project, :environment, :module, :lockId, :info, :owner)
            on conflict (project, environment, module) do update
                set lock_id = excluded.lock_id, info = excluded.info, owner = excluded.owner, locked_at = now()""")
    void hold(@BindMethods StateAddress address, String lockId, JsonNode info, String owner);

    @SqlUpdate("""
            delete from infra_lock where project = :project and environment = :environment and module = :module""")
    void release(@BindMethods StateAddress address);

    @SqlUpdate("""
            insert into state_token (token_hash, project, environment, module, owner, expires_at)
            values (:hash, :project, :environment, :module, :owner, now() + :seconds * interval '1 second')""")
    void issue(@BindMethods StateAddress address, Digest hash, String owner, long seconds);

    @SqlQuery("""
            select owner, expires_at from state_token where token_hash = :hash and expires_at > now()
                and project = :project and environment = :environment and module = :module""")
    @RegisterConstructorMapper(Token.class)
    Optional<Token> token(@BindMethods StateAddress address, Digest hash);

    @SqlUpdate("delete from state_token where token_hash = :hash")
    int revoke(Digest hash);

    @SqlUpdate("delete from state_token where expires_at <= now()")
    int expire();

    /** One stored version; sealed nothing when the state was deleted. */
    record Version(long version, long serial, byte[] sealed) {}

    /** Who holds a state. */
    record Lock(String lockId, JsonNode info, String owner, Instant lockedAt) {}

    /** What a token allows. */
    record Token(String owner, Instant expiresAt) {}
}
