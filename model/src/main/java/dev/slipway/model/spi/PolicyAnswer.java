package dev.slipway.model.spi;

import dev.slipway.model.ErrorCode;
import java.util.List;

/** What a policy engine said; an answer that cannot be understood is no answer. */
public sealed interface PolicyAnswer {
    /**
     * @param revision revision of the bundle that allowed
     * @param warnings what people should know although it is allowed
     */
    record Allow(String revision, List<Reason> warnings) implements PolicyAnswer {
        public Allow {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param revision revision of the bundle that denied
     * @param reasons at least one
     */
    record Deny(String revision, List<Reason> reasons) implements PolicyAnswer {
        public Deny {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * The engine gave no usable answer; new authority is refused.
     *
     * @param fault which way it failed
     * @param detail for operators
     */
    record Unavailable(Fault fault, String detail) implements PolicyAnswer {
        public ErrorCode code() {
            return ErrorCode.POLICY_UNAVAILABLE;
        }
    }

    /** How an engine can fail to answer. */
    enum Fault {
        UNREACHABLE,
        TIMEOUT,
        REFUSED_CREDENTIAL,
        SERVER_ERROR,
        MALFORMED,
        UNDEFINED,
        BREAKER_OPEN
    }

    /**
     * One rule that spoke.
     *
     * @param rule stable id, such as {@code admission.no-privileged}
     * @param message what is wrong with this input
     * @param help how to comply; may be empty
     */
    record Reason(String rule, String message, String help) {}
}
