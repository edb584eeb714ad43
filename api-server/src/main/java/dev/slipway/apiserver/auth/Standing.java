package dev.slipway.apiserver.auth;

import java.time.Clock;
import java.util.function.BooleanSupplier;

/** Whether a caller let in before would still be, for answers that go on for long. */
public final class Standing {
    private final Clock clock;
    private final TokenDoor ownTokens;

    public Standing(Clock clock, TokenDoor ownTokens) {
        this.clock = clock;
        this.ownTokens = ownTokens;
    }

    /** Asked anew each time: false once the credential has expired or was revoked. */
    public BooleanSupplier of(Caller caller) {
        return () -> clock.instant().isBefore(caller.credential().expiresAt())
                && (caller.ownToken() == null || ownTokens.live(caller.ownToken()));
    }
}
