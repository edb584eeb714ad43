package dev.slipway.model.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a group whose node cannot be reached.
 *
 * @param stopOnClientAfter how long the agent lets the group run without contact; for ever when absent
 */
public record DisconnectSpec(@Nullable Duration stopOnClientAfter) {}
