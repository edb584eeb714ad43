package dev.slipway.policies;

import dev.slipway.model.SecretFile;
import dev.slipway.model.spi.PolicyAnswer;
import dev.slipway.model.spi.PolicyAnswer.Fault;
import dev.slipway.model.spi.PolicyAnswer.Unavailable;
import dev.slipway.model.spi.PolicyEngine;
import dev.slipway.model.spi.PolicyQuestion;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An OPA server asked over its REST API. The platform's HTTP client is used rather than an OPA client library, because
 * the pinned one posts no input to the data API and has neither time limits, a bearer token nor access to a failed
 * answer's body.
 *
 * <p>Of every question at most {@code concurrentCalls} are in flight; the rest wait one attempt's time for their turn
 * and find the breaker open when it opened meanwhile, so a slow server never piles up threads.
 */
public final class OpaEngine implements PolicyEngine, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpaEngine.class);

    private final String name;
    private final OpaLimits limits;
    private final OpaCall call;
    private final Semaphore turns;
    private final CircuitBreaker breaker;

    public OpaEngine(OpaSettings settings) {
        this(settings, OpaLimits.DEFAULT);
    }

    public OpaEngine(OpaSettings settings, OpaLimits limits) {
        this(settings, limits, System::nanoTime);
    }

    OpaEngine(OpaSettings settings, OpaLimits limits, LongSupplier nanoTime) {
        this.name = settings.name();
        this.limits = limits;
        this.call = new OpaCall(settings.decisionUrl(), SecretFile.read(settings.tokenFile()), limits.attemptTimeout());
        this.turns = new Semaphore(limits.concurrentCalls(), true);
        this.breaker = new CircuitBreaker(limits.failuresToOpen(), limits.openFor(), nanoTime);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PolicyAnswer ask(PolicyQuestion question) {
        String body = OpaCall.body(question);
        try {
            if (!turns.tryAcquire(limits.attemptTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return new Unavailable(Fault.TIMEOUT, limits.concurrentCalls() + " calls are already in flight");
            }
        } catch (InterruptedException e) {
            return OpaCall.interrupted();
        }
        try {
            return attempts(body);
        } finally {
            turns.release();
        }
    }

    private PolicyAnswer attempts(String body) {
        PolicyAnswer last = new Unavailable(Fault.BREAKER_OPEN, "recent calls failed, the next probe is due shortly");
        for (int attempt = 1; attempt <= limits.attempts(); attempt++) {
            if (!breaker.tryEnter()) {
                return last;
            }
            last = call.send(body);
            if (!transientFault(last)) {
                breaker.succeeded();
                return last;
            }
            if (Thread.currentThread().isInterrupted()) {
                return last;
            }
            breaker.failed();
            LOG.warn("policy engine {}, attempt {}: {}", name, attempt, last);
        }
        return last;
    }

    // The server is there when it refuses or answers badly: trying again or opening the breaker would not help.
    private static boolean transientFault(PolicyAnswer answer) {
        return switch (answer) {
            case PolicyAnswer.Allow allow -> false;
            case PolicyAnswer.Deny deny -> false;
            case Unavailable unavailable ->
                switch (unavailable.fault()) {
                    case UNREACHABLE, TIMEOUT, SERVER_ERROR -> true;
                    case REFUSED_CREDENTIAL, MALFORMED, UNDEFINED, BREAKER_OPEN -> false;
                };
        };
    }

    @Override
    public void close() {
        call.close();
    }
}
