package dev.slipway.store.placement;

/** A plan that no longer fits what is so; whoever made it looks again. */
public final class PlanConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlanConflictException(String message) {
        super(message);
    }
}
