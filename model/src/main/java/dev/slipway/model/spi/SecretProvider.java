package dev.slipway.model.spi;

import java.util.Optional;

/** Resolves secrets by name at the last moment. */
public interface SecretProvider {
    /** The value, or empty when the project has no secret of that name. */
    Optional<byte[]> resolve(String project, String name);
}
