package dev.slipway.workflows.api;

/**
 * @param approved enough people agreed
 * @param rejected somebody said no
 * @param text for people: who agreed, who said no and why
 */
public record ApprovalState(boolean approved, boolean rejected, String text) {}
