package dev.slipway.model;

import static dev.slipway.model.ErrorCode.Category.CREDENTIAL;
import static dev.slipway.model.ErrorCode.Category.EXTERNAL;
import static dev.slipway.model.ErrorCode.Category.INTERNAL;
import static dev.slipway.model.ErrorCode.Category.POLICY;
import static dev.slipway.model.ErrorCode.Category.RESOURCES;
import static dev.slipway.model.ErrorCode.Category.USER;

/**
 * Every way a request, a step or a task can go wrong. The code alone decides the category, whether a retry can help and
 * the HTTP status; the name is API: it is the {@code code} of a problem body and the type of a Temporal failure.
 */
public enum ErrorCode {
    VALIDATION_FAILED(USER, false, 400),
    MALFORMED_BODY(USER, false, 400),
    PAYLOAD_TOO_LARGE(USER, false, 413),
    UNSUPPORTED_MEDIA_TYPE(USER, false, 415),
    METHOD_NOT_ALLOWED(USER, false, 405),
    NOT_ACCEPTABLE(USER, false, 406),
    NOT_FOUND(USER, false, 404),
    CONFLICT(USER, false, 409),
    IDEMPOTENCY_KEY_MISSING(USER, false, 400),
    IDEMPOTENCY_KEY_REUSED(USER, false, 409),
    PRECONDITION_REQUIRED(USER, false, 428),
    PRECONDITION_FAILED(USER, false, 412),

    TOKEN_MISSING(CREDENTIAL, false, 401),
    TOKEN_MALFORMED(CREDENTIAL, false, 401),
    TOKEN_TOO_LARGE(CREDENTIAL, false, 401),
    TOKEN_ALGORITHM_REFUSED(CREDENTIAL, false, 401),
    TOKEN_SIGNATURE_INVALID(CREDENTIAL, false, 401),
    TOKEN_KEY_UNKNOWN(CREDENTIAL, false, 401),
    TOKEN_KEYS_UNAVAILABLE(CREDENTIAL, true, 401),
    TOKEN_ISSUER_UNKNOWN(CREDENTIAL, false, 401),
    TOKEN_AUDIENCE_WRONG(CREDENTIAL, false, 401),
    TOKEN_EXPIRED(CREDENTIAL, false, 401),
    TOKEN_REVOKED(CREDENTIAL, false, 401),
    TOKEN_NOT_YET_VALID(CREDENTIAL, false, 401),
    TOKEN_REPLAYED(CREDENTIAL, false, 401),
    NODE_UNKNOWN(CREDENTIAL, false, 401),
    JOIN_TOKEN_REFUSED(CREDENTIAL, false, 401),
    WEBHOOK_REFUSED(CREDENTIAL, false, 401),
    FORBIDDEN(CREDENTIAL, false, 403),

    POLICY_DENIED(POLICY, false, 403),
    POLICY_UNAVAILABLE(POLICY, true, 503),
    GUARD_WEAKENED(POLICY, false, 400),

    REF_UNKNOWN(USER, false, 400),
    REF_NOT_PROTECTED(POLICY, false, 403),
    COMMIT_NOT_ON_REF(USER, false, 400),
    SOURCE_UNAVAILABLE(EXTERNAL, true, 503),
    PIPELINE_INVALID(USER, false, 400),
    NOT_TRIGGERED(USER, false, 409),

    TASK_FAILED(USER, false, 422),
    TASK_TIMEOUT(USER, false, 422),
    ARTIFACT_MISSING(USER, false, 422),
    ARTIFACT_DIGEST_MISMATCH(USER, false, 422),
    ARTIFACT_UNAVAILABLE(EXTERNAL, true, 503),

    MODULE_REFUSED(POLICY, false, 403),
    PROVISIONER_MISSING(RESOURCES, false, 503),
    PLAN_FAILED(USER, false, 422),
    PLAN_STALE(USER, false, 409),
    APPLY_FAILED(EXTERNAL, false, 422),
    STATE_LOCKED(RESOURCES, true, 423),
    STATE_TOKEN_REFUSED(CREDENTIAL, false, 401),

    CONFIGURE_CONFLICT(USER, false, 409),
    NO_CAPACITY(RESOURCES, true, 422),
    DEPLOYMENT_UNHEALTHY(USER, false, 422),
    DEPLOYMENT_DEADLINE(USER, false, 422),
    DEPLOYMENT_SUPERSEDED(USER, false, 409),

    APPROVAL_REJECTED(POLICY, false, 403),
    APPROVAL_EXPIRED(POLICY, false, 403),
    ACTION_INVALID(POLICY, false, 403),
    ACTION_EXPIRED(POLICY, false, 403),
    ACTION_USED(POLICY, false, 409),
    TRANSITION_REFUSED(USER, false, 409),
    HAND_OVER_FAILED(EXTERNAL, false, 422),
    HAND_OVER_TIMEOUT(EXTERNAL, false, 422),
    CANCELLED(USER, false, 409),

    STALE_EPOCH(CREDENTIAL, false, 409),
    DRIVER_CONFIG_INVALID(USER, false, 422),
    DRIVER_START_FAILED(EXTERNAL, true, 422),
    DRIVER_UNAVAILABLE(RESOURCES, true, 503),
    TASK_UNKNOWN(USER, false, 404),
    SECRET_UNAVAILABLE(RESOURCES, true, 503),

    RATE_LIMITED(RESOURCES, true, 429),
    UNAVAILABLE(RESOURCES, true, 503),
    INTERNAL_ERROR(INTERNAL, true, 500);

    private final Category category;
    private final boolean retryable;
    private final int httpStatus;

    ErrorCode(Category category, boolean retryable, int httpStatus) {
        this.category = category;
        this.retryable = retryable;
        this.httpStatus = httpStatus;
    }

    /** Who can mend it. */
    public Category category() {
        return category;
    }

    /** Whether the very same request may succeed later without anybody changing anything. */
    public boolean retryable() {
        return retryable;
    }

    /** HTTP status of the problem body that carries this code, 400 to 599. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Who can mend a failure. */
    public enum Category {
        /** The caller, by changing the request or the file. */
        USER,
        /** The caller, by presenting another credential. */
        CREDENTIAL,
        /** The owner of the policy, or the caller by complying with it. */
        POLICY,
        /** The owner of a system outside Slipway. */
        EXTERNAL,
        /** The operator, by adding capacity or bringing a part back. */
        RESOURCES,
        /** The developers of Slipway. */
        INTERNAL
    }
}
