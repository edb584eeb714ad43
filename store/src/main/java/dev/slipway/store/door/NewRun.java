package dev.slipway.store.door;

import dev.slipway.model.RunId;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;

/**
 * A run that policy let through the door.
 *
 * @param id with the number {@link RunDoor#reserve} gave
 * @param asked what was asked for
 * @param credential checked credential of who asked
 */
public record NewRun(RunId id, StartRun asked, VerifiedCredential credential) {}
