package dev.slipway.store.door;

import dev.slipway.model.api.Resource;

/**
 * A registered object after a write.
 *
 * @param created whether it was not there before
 */
public record Written(Resource resource, boolean created) {}
