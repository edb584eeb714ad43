package dev.slipway.model.api;

import java.time.Instant;

/** A fresh join token; shown once. */
public record JoinTokenView(String token, Instant expiresAt) {
    @Override
    public String toString() {
        return "JoinTokenView[***]";
    }
}
