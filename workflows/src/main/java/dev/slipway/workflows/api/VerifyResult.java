package dev.slipway.workflows.api;

/** Step 2: who asked and the decision that let them. */
public record VerifyResult(String principal, String decisionId) {}
