package dev.slipway.worker.audit;

/** The database does not hold what was signed before; nothing is signed until somebody has looked at it. */
final class TamperedLogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TamperedLogException(String message) {
        super("THE AUDIT LOG WAS CHANGED: " + message);
    }
}
