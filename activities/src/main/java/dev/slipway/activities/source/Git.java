package dev.slipway.activities.source;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ProgramRunner;
import dev.slipway.model.spi.ProgramRunner.Access;
import dev.slipway.model.spi.ProgramRunner.Limits;
import dev.slipway.model.spi.ProgramRunner.Program;
import dev.slipway.model.spi.ProgramRunner.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls git on one cached repository, in the sandbox, with a configuration of ours only: no hooks, no credential
 * helpers, no prompts, no redirects, one protocol. Calls that stay local have no network.
 */
final class Git {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long LARGEST_OUTPUT = 1 << 20;
    private static final String CONFIGURATION = """
            [safe]
            directory = *
            [core]
            hooksPath = /dev/null
            fsmonitor = false
            [gc]
            auto = 0
            [maintenance]
            auto = false
            [credential]
            helper =
            [protocol]
            version = 2
            [transfer]
            bundleURI = false
            [http]
            followRedirects = false
            lowSpeedLimit = 1000
            lowSpeedTime = 30
            [log]
            showSignature = false
            mailmap = false
            """;

    private final GitSettings settings;
    private final ProgramRunner runner;
    private final RepositoryAddress address;
    private final Path repository;
    private final Path configuration;

    Git(GitSettings settings, ProgramRunner runner, RepositoryAddress address, Path repository) throws IOException {
        this.settings = settings;
        this.runner = runner;
        this.address = address;
        this.repository = repository;
        this.configuration = repository.resolve("slipway.gitconfig");
        Files.createDirectories(repository);
        if (!Files.exists(configuration)) {
            Files.writeString(configuration, CONFIGURATION);
        }
    }

    Path repository() {
        return repository;
    }

    /** Local call; the exit code is the caller's to judge. */
    Result local(List<String> arguments, @Nullable Path stdin, @Nullable Path stdout) throws InterruptedException {
        return call(arguments, false, stdin, stdout);
    }

    /** Output of a local call that must succeed, at most 1 MiB. */
    String local(String... arguments) throws IOException, InterruptedException {
        Path output = repository.resolve("tmp_output");
        try {
            Result result = local(List.of(arguments), null, output);
            if (result.exitCode() != 0 || result.timedOut() || Files.size(output) > LARGEST_OUTPUT) {
                throw failed(List.of(arguments), result);
            }
            return Files.readString(output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Call that talks to the repository's origin and must succeed. */
    String remote(List<String> arguments) throws InterruptedException {
        Result result = call(arguments, true, null, null);
        if (result.exitCode() != 0 || result.timedOut()) {
            throw failed(arguments, result);
        }
        return result.tail();
    }

    static SlipwayException failed(List<String> arguments, Result result) {
        String why = result.timedOut() ? "took too long" : "ended with " + result.exitCode();
        return new SlipwayException(
                ErrorCode.SOURCE_UNAVAILABLE, "git " + arguments.getFirst() + " " + why + ": " + result.tail());
    }

    private Result call(List<String> arguments, boolean remote, @Nullable Path stdin, @Nullable Path stdout)
            throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(settings.git(), "--git-dir=" + repository));
        command.addAll(arguments);
        List<Path> readable = new ArrayList<>();
        if (remote) {
            Optional.ofNullable(address.path()).ifPresent(readable::add);
            Optional.ofNullable(settings.sshKeyFile()).ifPresent(readable::add);
            Optional.ofNullable(settings.knownHostsFile()).ifPresent(readable::add);
        }
        return runner.run(
                new Program(
                        RepositoryCache.label(repository),
                        command,
                        repository,
                        environment(),
                        new Access(readable, List.of(repository), remote && !address.isLocal(), false),
                        new Limits(settings.timeout(), GRACE, largestFile()),
                        stdin,
                        stdout),
                line -> {});
    }

    /** The batch output adds a header line to each object. */
    private long largestFile() {
        return settings.largestTree().bytes() + (32L << 20);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HOME", repository.toString(),
                "GIT_CONFIG_GLOBAL", configuration.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_ATTR_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_ASKPASS", "/bin/false",
                "GIT_ALLOW_PROTOCOL", address.protocol(),
                "GIT_NO_REPLACE_OBJECTS", "1"));
        if (settings.sshKeyFile() != null && settings.knownHostsFile() != null) {
            environment.put(
                    "GIT_SSH_COMMAND",
                    "ssh -F /dev/null -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes"
                            + " -o UserKnownHostsFile=" + quoted(settings.knownHostsFile())
                            + " -i " + quoted(settings.sshKeyFile()));
        }
        return environment;
    }

    private static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "'\\''") + "'";
    }
}
