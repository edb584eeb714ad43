package dev.slipway.model.spi;

/** One policy engine: the installation's own or one run by somebody else. */
public interface PolicyEngine {
    /** {@code internal} or {@code external}, as stored with each decision. */
    String name();

    /**
     * Asks one question. Never throws for a bad, slow or missing engine: that is {@link PolicyAnswer.Unavailable}.
     * Bounded by 500 ms and two attempts; a breaker answers at once while the engine is known to be down.
     */
    PolicyAnswer ask(PolicyQuestion question);
}
