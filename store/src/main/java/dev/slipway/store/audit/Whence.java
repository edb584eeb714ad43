package dev.slipway.store.audit;

/** Which network address the request at hand came from, so that the audit log can say so. */
public final class Whence {
    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private Whence() {}

    /**
     * Everything {@code work} writes was asked for from this address.
     *
     * @throws X what {@code work} throws
     */
    public static <T, X extends Throwable> T during(String address, ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, address).call(work);
    }

    /** The address; empty text when the work at hand was asked for by nobody outside. */
    static String current() {
        return CURRENT.isBound() ? CURRENT.get() : "";
    }
}
