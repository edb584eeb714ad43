package dev.slipway.store.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * On whose behalf rows are written that do not name anybody themselves. Without one the audit log names the database role.
 *
 * @param issuer who vouches for the subject
 * @param subject immutable id at the issuer
 * @param decision id of the decision that lets them
 */
public record Attribution(String issuer, String subject, String decision) {
    private static final ScopedValue<Attribution> CURRENT = ScopedValue.newInstance();

    public Attribution {
        requireNonNull(issuer, "issuer is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(decision, "decision is null");
    }

    /** Everything {@code work} writes in transactions it begins is done by this person. */
    public <T> T during(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /** Tells the database who is at work from where until the transaction ends; nothing when nobody was named. */
    public static void announce(Handle handle) {
        String address = Whence.current();
        if (CURRENT.isBound() || !address.isEmpty()) {
            handle.createQuery("""
                            select set_config('slipway.actor', :actor, true),
                                set_config('slipway.address', :address, true)""")
                    .bind("actor", CURRENT.isBound() ? CURRENT.get().document().toString() : "")
                    .bind("address", address)
                    .mapTo(String.class)
                    .one();
        }
    }

    private ObjectNode document() {
        ObjectNode document = ModelJson.mapper().createObjectNode().put("decision", decision);
        document.putObject("actor").put("issuer", issuer).put("subject", subject);
        return document;
    }
}
