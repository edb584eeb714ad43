package dev.slipway.activities.source;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How repositories are read.
 *
 * @param cacheDir folder for one bare repository per address; may be removed while nothing runs
 * @param git the program, by path or name in the system's folders
 * @param largestTree uncompressed content of one commit, and largest pack that is fetched
 * @param timeout of each call of git
 * @param sshKeyFile private key for {@code ssh} addresses; null when there are none
 * @param knownHostsFile host keys for {@code ssh} addresses; null when there are none
 */
public record GitSettings(
        Path cacheDir,
        String git,
        DataSize largestTree,
        Duration timeout,
        @Nullable Path sshKeyFile,
        @Nullable Path knownHostsFile) {
    public GitSettings {
        requireNonNull(cacheDir, "cacheDir is null");
        requireNonNull(git, "git is null");
        requireNonNull(largestTree, "largestTree is null");
        requireNonNull(timeout, "timeout is null");
    }

    /** 512 MiB, 90 s, no ssh. */
    public static GitSettings of(Path cacheDir) {
        return new GitSettings(cacheDir, "git", DataSize.ofMebibytes(512), Duration.ofSeconds(90), null, null);
    }

    public GitSettings withLargestTree(DataSize size) {
        return new GitSettings(cacheDir, git, size, timeout, sshKeyFile, knownHostsFile);
    }
}
