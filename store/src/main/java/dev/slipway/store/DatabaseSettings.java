package dev.slipway.store;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a process reaches the database.
 *
 * @param url JDBC address
 * @param user database role
 * @param passwordFile file that holds the role's password
 * @param maxConnections largest pool, 10 when absent or 0
 */
public record DatabaseSettings(String url, String user, Path passwordFile, int maxConnections) {
    public DatabaseSettings {
        requireNonNull(url, "url is null");
        requireNonNull(user, "user is null");
        requireNonNull(passwordFile, "passwordFile is null");
        maxConnections = maxConnections == 0 ? 10 : maxConnections;
    }

    /** Reads the password; it is never kept in a record. */
    String password() {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.UNAVAILABLE, "cannot read the database password from " + passwordFile, e);
        }
    }
}
