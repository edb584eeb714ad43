package dev.slipway.audit.main;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * Configuration of the witness, read from one JSON file.
 *
 * @param port on loopback
 * @param keyFile its own key, which no other process can read
 * @param logKeyFiles public keys of the log it watches, one or more
 * @param stateDir folder of what it saw; best on a disk of its own
 */
public record WitnessConfiguration(int port, Path keyFile, List<Path> logKeyFiles, Path stateDir) {
    public WitnessConfiguration {
        requireNonNull(keyFile, "keyFile is null");
        logKeyFiles = List.copyOf(requireNonNull(logKeyFiles, "logKeyFiles is null"));
        requireNonNull(stateDir, "stateDir is null");
    }
}
