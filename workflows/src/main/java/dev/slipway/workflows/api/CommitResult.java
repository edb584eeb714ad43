package dev.slipway.workflows.api;

/**
 * Step 1: the commit as an artifact and the plan read from it.
 *
 * @param tree digest of the tree artifact
 * @param subject first line of the commit message
 */
public record CommitResult(String commit, String tree, String subject, PipelinePlan plan) {}
