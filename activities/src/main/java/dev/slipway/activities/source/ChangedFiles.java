package dev.slipway.activities.source;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ProgramRunner.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** In which files two commits of a cached repository differ. */
final class ChangedFiles {
    private static final long LARGEST_LIST = 16 << 20;

    /** What servers say of a commit they do not have, or will not give. */
    private static final List<String> UNKNOWN = List.of("not our ref", "unadvertised object", "not valid");

    private final Git git;
    private final RepositoryAddress address;

    ChangedFiles(Git git, RepositoryAddress address) {
        this.git = git;
        this.address = address;
    }

    /** @return empty when the origin does not have {@code before}, or the list is too long to be worth a look */
    Optional<List<String>> between(String before, String commit) throws IOException, InterruptedException {
        if (!has(commit)) {
            throw new SlipwayException(
                    ErrorCode.SOURCE_UNAVAILABLE, "commit " + commit + " is not in the repository cache any more");
        }
        return has(before) || fetched(before) ? differing(before, commit) : Optional.empty();
    }

    private boolean has(String commit) throws InterruptedException {
        return git.local(List.of("cat-file", "-e", commit + "^{commit}"), null, null)
                        .exitCode()
                == 0;
    }

    /** The cache is as shallow as the ref's commits let it be, so the commit before is often missing. */
    private boolean fetched(String before) throws InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"));
        if (Files.exists(git.repository().resolve("shallow"))) {
            arguments.add("--depth=1");
        }
        arguments.addAll(List.of("--update-shallow", "--", address.url(), before));
        try {
            git.remote(arguments);
            return has(before);
        } catch (SlipwayException e) {
            String said = String.valueOf(e.getMessage());
            if (UNKNOWN.stream().anyMatch(said::contains)) {
                return false;
            }
            throw e;
        }
    }

    private Optional<List<String>> differing(String before, String commit) throws IOException, InterruptedException {
        Path output = git.repository().resolve("tmp_changed");
        List<String> arguments = List.of("diff-tree", "-r", "-z", "--no-renames", "--name-only", before, commit);
        try {
            Result result = git.local(arguments, null, output);
            if (result.exitCode() != 0 || result.timedOut()) {
                throw Git.failed(arguments, result);
            }
            if (Files.size(output) > LARGEST_LIST) {
                return Optional.empty();
            }
            String paths = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            return Optional.of(
                    Stream.of(paths.split("\0")).filter(path -> !path.isEmpty()).toList());
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
