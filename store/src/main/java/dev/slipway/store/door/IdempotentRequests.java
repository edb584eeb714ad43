package dev.slipway.store.door;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.Database;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Gives a repeated request the answer of the first one, and its effect once. */
public final class IdempotentRequests {
    private final Database database;

    public IdempotentRequests(Database database) {
        this.database = database;
    }

    /**
     * Does {@code work} and keeps its answer in the same transaction, unless the request was answered before.
     *
     * @param prepare done outside the transaction, only when there is no earlier answer: policy questions, numbers
     * @throws SlipwayException IDEMPOTENCY_KEY_REUSED when the key was used for another request
     */
    public <P> Answered once(Claim claim, Supplier<P> prepare, BiFunction<Handle, P, Answered> work) {
        Optional<Answered> earlier = find(claim);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        try {
            P prepared = prepare.get();
            return database.inTransaction(handle -> keep(handle, claim, work.apply(handle, prepared)));
        } catch (SlipwayException e) {
            // A parallel request with the same key may have won: then its answer is ours.
            return find(claim).orElseThrow(() -> e);
        }
    }

    private Optional<Answered> find(Claim claim) {
        Optional<Kept> kept = database.jdbi()
                .withHandle(handle -> handle.registerRowMapper(ConstructorMapper.factory(Kept.class))
                        .createQuery("""
                                select request_digest, status, response as body, location from idempotent_request
                                where principal = :principal and key = :key""")
                        .bind("principal", claim.principal())
                        .bind("key", claim.key())
                        .mapTo(Kept.class)
                        .findOne());
        if (kept.isPresent() && !kept.get().requestDigest().equals(claim.requestDigest())) {
            throw new SlipwayException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "this Idempotency-Key was used for another request");
        }
        return kept.map(row -> new Answered(row.status(), row.body(), row.location()));
    }

    private static Answered keep(Handle handle, Claim claim, Answered answer) {
        int rows = handle.createUpdate("""
                        insert into idempotent_request (principal, key, request_digest, status, response, location)
                        values (:principal, :key, :digest, :status, :response, :location) on conflict do nothing""")
                .bind("principal", claim.principal())
                .bind("key", claim.key())
                .bind("digest", claim.requestDigest())
                .bind("status", answer.status())
                .bindByType("response", answer.body(), com.fasterxml.jackson.databind.JsonNode.class)
                .bind("location", answer.location())
                .execute();
        if (rows == 0) {
            throw new SlipwayException(ErrorCode.CONFLICT, "the same request is being answered");
        }
        return answer;
    }

    /** Row of {@code idempotent_request}. */
    public record Kept(
            Digest requestDigest,
            int status,
            com.fasterxml.jackson.databind.JsonNode body,
            @org.jspecify.annotations.Nullable String location) {}
}
