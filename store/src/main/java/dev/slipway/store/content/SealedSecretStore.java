package dev.slipway.store.content;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Names;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Sealer;
import dev.slipway.model.spi.SecretProvider;
import dev.slipway.store.Database;
import java.util.List;
import java.util.Optional;

/** Secrets of projects, sealed with their place as context, so that a row copied to another name does not open. */
public final class SealedSecretStore implements SecretProvider {
    private static final int LARGEST = 64 << 10;

    private final Database database;
    private final Sealer sealer;

    public SealedSecretStore(Database database, Sealer sealer) {
        this.database = requireNonNull(database, "database is null");
        this.sealer = requireNonNull(sealer, "sealer is null");
    }

    /**
     * Sets a value of 1 byte to 64 KiB and returns its revision.
     *
     * @throws SlipwayException VALIDATION_FAILED, PAYLOAD_TOO_LARGE, or NOT_FOUND when there is no such project
     */
    public long put(String project, String name, byte[] value) {
        Names.require("name", name);
        if (value.length == 0) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "a secret must not be empty");
        }
        if (value.length > LARGEST) {
            throw new SlipwayException(ErrorCode.PAYLOAD_TOO_LARGE, "a secret is at most 64 KiB");
        }
        byte[] sealed = sealer.seal(value, context(project, name));
        Optional<Long> revision =
                database.inTransaction(handle -> handle.attach(SecretRows.class).put(project, name, sealed));
        return revision.orElseThrow(() -> new SlipwayException(ErrorCode.NOT_FOUND, "no such project"));
    }

    /** Whether there was such a secret. */
    public boolean delete(String project, String name) {
        int deleted =
                database.inTransaction(handle -> handle.attach(SecretRows.class).delete(project, name));
        return deleted > 0;
    }

    /** Names and revisions of a project's secrets, by name. */
    public List<SecretName> list(String project) {
        return database.jdbi().withExtension(SecretRows.class, rows -> rows.list(project));
    }

    /**
     * @throws SlipwayException SECRET_UNAVAILABLE when the stored bytes do not open
     */
    @Override
    public Optional<byte[]> resolve(String project, String name) {
        return database.jdbi()
                .withExtension(SecretRows.class, rows -> rows.sealed(project, name))
                .map(bytes -> sealer.open(bytes, context(project, name)));
    }

    private static String context(String project, String name) {
        return "secret/" + project + "/" + name;
    }
}
