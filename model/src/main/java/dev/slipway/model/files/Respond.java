package dev.slipway.model.files;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Step 8: who is told how a run went.
 *
 * @param commitStatus present when the state is posted where the operators' registration says
 * @param webhooks addresses that get a signed POST
 */
public record Respond(@Nullable CommitStatus commitStatus, List<Webhook> webhooks) {
    static final Respond NONE = new Respond(null, List.of());

    public Respond {
        webhooks = webhooks == null ? List.of() : List.copyOf(webhooks);
    }

    /** @param context label of the status, {@code slipway/<pipeline>} when null */
    public record CommitStatus(@Nullable String context) {}

    /**
     * @param url https, or http within hosts the project allows
     * @param secret name of the project secret that signs the post
     */
    public record Webhook(String url, @Nullable String secret) {
        public Webhook {
            Objects.requireNonNull(url, "url is null");
        }
    }
}
