package dev.slipway.scheduler.proxy;

/**
 * An instance that is to be in the proxy.
 *
 * @param draining whether it only ends what it has
 */
record Target(String address, int port, boolean draining) {
    Slot slot() {
        return new Slot(address, port, draining ? Slot.Mode.DRAIN : Slot.Mode.READY);
    }
}
