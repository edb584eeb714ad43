package dev.slipway.activities;

import java.net.URI;
import java.util.Optional;

/** Says where a project may call; kept by whoever sends messages for it. */
@FunctionalInterface
public interface OutboundGuard {
    /** Why {@code address} must not be called for the project, empty when it may be. */
    Optional<String> refusal(String project, URI address);
}
