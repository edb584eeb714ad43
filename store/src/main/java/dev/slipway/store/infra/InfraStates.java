package dev.slipway.store.infra;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Sealer;
import dev.slipway.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * State of infrastructure modules behind the HTTP back end of OpenTofu and Terraform: every version is kept, sealed with
 * its place as context. Only the holder of the lock writes. A lock is never taken from another owner; the same owner's
 * later token takes over what its dead predecessor held, and the predecessor's lock id is worth nothing from then on.
 */
public final class InfraStates {
    private final Database database;
    private final Sealer sealer;

    public InfraStates(Database database, Sealer sealer) {
        this.database = requireNonNull(database, "database is null");
        this.sealer = requireNonNull(sealer, "sealer is null");
    }

    /**
     * Lets a token open one state.
     *
     * @param owner who works on the state, equal for all tries of one piece of work: a retry takes over the lock of an
     *     earlier try only when both say the same
     * @param token hash of the random token
     * @param validity at least a second
     */
    public void issueToken(StateAddress address, String owner, Digest token, Duration validity) {
        database.useTransaction(handle -> rows(handle).issue(address, token, owner, Math.max(1, validity.toSeconds())));
    }

    /** Ends a token before its time. */
    public void revokeToken(Digest token) {
        database.useTransaction(handle -> rows(handle).revoke(token));
    }

    /** Removes tokens that ended, and says how many. */
    public int expireTokens() {
        return database.inTransaction(handle -> rows(handle).expire());
    }

    /**
     * @throws SlipwayException STATE_TOKEN_REFUSED when the token is unknown, ended or of another state
     */
    public StateAccess check(StateAddress address, String token) {
        return database.jdbi()
                .withExtension(StateRows.class, rows -> rows.token(address, Digest.of(token)))
                .map(found -> new StateAccess(address, found.owner(), found.expiresAt()))
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.STATE_TOKEN_REFUSED, "the token does not open state " + address.path()));
    }

    /** The latest state as the program wrote it; empty when there is none. */
    public Optional<byte[]> latest(StateAddress address) {
        return database.jdbi()
                .withExtension(StateRows.class, rows -> rows.latest(address))
                .map(version -> sealer.open(version.sealed(), context(address)))
                .filter(state -> state.length > 0);
    }

    /** Serial of the latest state; 0 when there is none. */
    public long serial(StateAddress address) {
        return database.jdbi()
                .withExtension(StateRows.class, rows -> rows.latest(address))
                .map(StateRows.Version::serial)
                .orElse(0L);
    }

    /**
     * Stores the next version.
     *
     * @param lockId the asker's lock
     * @throws SlipwayException STATE_LOCKED when the asker does not hold the lock, MALFORMED_BODY, or CONFLICT when
     *     serial or lineage show that it is not a successor of the latest version
     */
    public void put(StateAccess access, String lockId, byte[] state) {
        StateDocument next = StateDocument.parse(state);
        database.useTransaction(handle -> {
            StateRows rows = requireLock(handle, access, lockId);
            Optional<StateRows.Version> latest = rows.latest(access.address());
            latest.ifPresent(version -> next.requireSuccessorOf(
                    StateDocument.parseStored(sealer.open(version.sealed(), context(access.address())))));
            insert(rows, access, latest, next.serial(), state);
        });
    }

    /**
     * Forgets the state; earlier versions stay stored.
     *
     * @throws SlipwayException STATE_LOCKED when the asker does not hold the lock
     */
    public void delete(StateAccess access, String lockId) {
        database.useTransaction(handle -> {
            StateRows rows = requireLock(handle, access, lockId);
            Optional<StateRows.Version> latest = rows.latest(access.address());
            if (latest.isPresent()) {
                insert(rows, access, latest, 0, new byte[0]);
            }
        });
    }

    /**
     * Locks the state for the asker; the same lock asked for again is granted again.
     *
     * @param info lock information as the program sends it, JSON with an {@code ID}
     * @throws SlipwayException MALFORMED_BODY
     */
    public LockOutcome lock(StateAccess access, String info) {
        LockInfo asked = LockInfo.parse(info);
        return database.inTransaction(handle -> {
            StateRows rows = serialised(handle, access.address());
            Optional<StateRows.Lock> held = rows.lock(access.address());
            if (held.isPresent() && !mayTakeOver(access, held.get())) {
                return LockInfo.held(held.get());
            }
            rows.hold(access.address(), asked.id(), asked.stored(access), access.owner());
            boolean predecessor = held.isPresent() && !held.get().lockId().equals(asked.id());
            return new LockOutcome.Granted(predecessor);
        });
    }

    /**
     * Frees the asker's lock; a lock that is free already stays free.
     *
     * @throws SlipwayException STATE_LOCKED when it is another's, MALFORMED_BODY
     */
    public void unlock(StateAccess access, String info) {
        LockInfo asked = LockInfo.parse(info);
        database.useTransaction(handle -> {
            StateRows rows = serialised(handle, access.address());
            Optional<StateRows.Lock> held = rows.lock(access.address());
            if (held.isPresent()) {
                requireHolder(access, asked.id(), held.get());
                rows.release(access.address());
            }
        });
    }

    /** Who holds the lock now. */
    public Optional<LockOutcome.Held> holder(StateAddress address) {
        return database.jdbi()
                .withExtension(StateRows.class, rows -> rows.lock(address))
                .map(LockInfo::held);
    }

    private void insert(
            StateRows rows, StateAccess access, Optional<StateRows.Version> latest, long serial, byte[] state) {
        long version = latest.map(StateRows.Version::version).orElse(0L) + 1;
        byte[] sealed = sealer.seal(state, context(access.address()));
        rows.insert(access.address(), version, serial, sealed, access.owner());
    }

    private static StateRows requireLock(Handle handle, StateAccess access, String lockId) {
        StateRows rows = serialised(handle, access.address());
        StateRows.Lock lock = rows.lock(access.address())
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.STATE_LOCKED, "state " + access.address().path() + " must be locked to be written"));
        requireHolder(access, lockId, lock);
        return rows;
    }

    private static void requireHolder(StateAccess access, String lockId, StateRows.Lock lock) {
        if (!lock.owner().equals(access.owner()) || !lock.lockId().equals(lockId)) {
            throw new SlipwayException(
                    ErrorCode.STATE_LOCKED,
                    "state " + access.address().path() + " is locked by " + lock.owner() + " since " + lock.lockedAt());
        }
    }

    private static boolean mayTakeOver(StateAccess access, StateRows.Lock held) {
        return held.owner().equals(access.owner()) && !access.expiresAt().isBefore(LockInfo.tokenExpiry(held.info()));
    }

    private static StateRows serialised(Handle handle, StateAddress address) {
        StateRows rows = rows(handle);
        rows.serialise(address.path());
        return rows;
    }

    private static StateRows rows(Handle handle) {
        return handle.attach(StateRows.class);
    }

    private static String context(StateAddress address) {
        return "state/" + address.path();
    }

    /** What a state document says about itself; a deleted one says nothing. */
    private record StateDocument(long serial, String lineage) {
        static StateDocument parse(byte[] state) {
            JsonNode document = LockInfo.object(new String(state, StandardCharsets.UTF_8), "state");
            JsonNode serial = document.path("serial");
            if (!serial.canConvertToLong() || serial.longValue() < 0) {
                throw new SlipwayException(ErrorCode.MALFORMED_BODY, "the state has no serial");
            }
            return new StateDocument(
                    serial.longValue(), document.path("lineage").asText());
        }

        static StateDocument parseStored(byte[] state) {
            return state.length == 0 ? new StateDocument(0, "") : parse(state);
        }

        void requireSuccessorOf(StateDocument latest) {
            if (!latest.lineage.isEmpty() && !latest.lineage.equals(lineage)) {
                throw new SlipwayException(ErrorCode.CONFLICT, "the state is of another lineage");
            }
            if (serial < latest.serial) {
                throw new SlipwayException(
                        ErrorCode.CONFLICT, "serial " + serial + " is older than the stored " + latest.serial);
            }
        }
    }
}
