package dev.slipway.model.spi;

/** Seals bytes at rest with an authenticated cipher; the context must be the same when opening. */
public interface Sealer {
    byte[] seal(byte[] plain, String context);

    /**
     * @throws dev.slipway.model.SlipwayException SECRET_UNAVAILABLE when key or context are wrong or bytes were changed
     */
    byte[] open(byte[] sealed, String context);
}
