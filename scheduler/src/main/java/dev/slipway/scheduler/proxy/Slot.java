package dev.slipway.scheduler.proxy;

/**
 * One server line of a backend; slots are there before they are needed, so instances come and go without a reload.
 *
 * @param address IP address
 * @param port 1 to 65535
 */
record Slot(String address, int port, Mode mode) {
    static final Slot EMPTY = new Slot("127.0.0.1", 1, Mode.OFF);

    /** What a slot takes. */
    enum Mode {
        /** Requests. */
        READY,
        /** No new requests; those under way end in peace. */
        DRAIN,
        /** Nothing. */
        OFF
    }

    boolean isAt(Target target) {
        return address.equals(target.address()) && port == target.port();
    }
}
