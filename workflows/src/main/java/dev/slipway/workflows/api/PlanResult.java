package dev.slipway.workflows.api;

/** An InfraPlan, by reference. */
public record PlanResult(String key, String digest, boolean empty, int creates, int updates, int deletes) {}
