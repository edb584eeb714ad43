package dev.slipway.identity.webhook;

/**
 * A post that was proven.
 *
 * @param id what the forge calls it, the same for each try
 * @param event what the forge says it is about; empty when that stands in the body
 */
public record Delivery(String id, String event) {}
