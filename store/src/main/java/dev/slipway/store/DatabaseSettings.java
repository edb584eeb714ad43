package dev.slipway.store;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SecretFile;
import dev.slipway.model.SlipwayException;
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
    private static final int SHORTEST_PASSWORD = 12;

    public DatabaseSettings {
        requireNonNull(url, "url is null");
        requireNonNull(user, "user is null");
        requireNonNull(passwordFile, "passwordFile is null");
        maxConnections = maxConnections == 0 ? 10 : maxConnections;
    }

    /**
     * Reads the password; it is never kept in a record.
     *
     * @throws SlipwayException SECRET_UNAVAILABLE when the file is missing or open to others, or the password is one that
     *     can be guessed
     */
    String password() {
        String password = SecretFile.read(passwordFile);
        if (password.length() < SHORTEST_PASSWORD || password.equalsIgnoreCase(user)) {
            throw new SlipwayException(
                    ErrorCode.SECRET_UNAVAILABLE,
                    "the password of " + user + " in " + passwordFile + " can be guessed; use at least "
                            + SHORTEST_PASSWORD + " random characters");
        }
        return password;
    }
}
