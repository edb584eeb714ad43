package dev.slipway.store.door;

import dev.slipway.model.RunId;
import dev.slipway.model.RunTrigger;
import dev.slipway.model.ServicePrincipals;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import org.jspecify.annotations.Nullable;

/**
 * A run that policy let through the door.
 *
 * @param id with the number {@link RunDoor#reserve} gave
 * @param asked what was asked for
 * @param credential checked credential of who asked
 */
public record NewRun(RunId id, StartRun asked, VerifiedCredential credential) {
    private static final String NO_COMMIT = "0".repeat(40);

    /** What it is started by. */
    public RunTrigger trigger() {
        if (credential.issuer().equals(ServicePrincipals.ISSUER)
                && ServicePrincipals.isSchedule(credential.subject())) {
            return RunTrigger.SCHEDULE;
        }
        return asked.push() == null ? RunTrigger.REQUEST : RunTrigger.PUSH;
    }

    /** Commit the pushed ref had before; null when it had none, when nobody knows, and for all but pushes. */
    public @Nullable String pushBefore() {
        StartRun.Push push = asked.push();
        return push == null || NO_COMMIT.equals(push.before()) ? null : push.before();
    }
}
