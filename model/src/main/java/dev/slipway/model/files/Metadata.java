package dev.slipway.model.files;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who a file is about.
 *
 * @param name see {@link dev.slipway.model.Names}
 * @param project project an operator's file belongs to; null for projects themselves and for application files
 */
public record Metadata(String name, @Nullable String project) {
    public Metadata {
        Objects.requireNonNull(name, "name is null");
    }
}
