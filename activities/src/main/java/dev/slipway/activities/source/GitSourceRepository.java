package dev.slipway.activities.source;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ArtifactStore;
import dev.slipway.model.spi.ProgramRunner;
import dev.slipway.model.spi.SourceRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads repositories with the git program in a sandbox. The ref is asked for at its origin each time; a commit's tree is
 * made once and found again by the commit's id.
 */
public final class GitSourceRepository implements SourceRepository {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern REF = Pattern.compile("refs/[A-Za-z0-9][A-Za-z0-9._/+@#=-]{0,240}");
    private static final Pattern REF_TRAPS = Pattern.compile("\\.\\.|//|@\\{|\\.lock(/|$)|/\\.|\\.(/|$)|/$");
    private static final int LONGEST_SUBJECT = 200;

    private final GitSettings settings;
    private final ArtifactStore artifacts;
    private final ProgramRunner runner;
    private final RepositoryCache cache;
    private final TreeArchive trees;
    private final Sightings sightings = new Sightings(System::nanoTime);

    public GitSourceRepository(GitSettings settings, ArtifactStore artifacts, ProgramRunner runner) {
        this.settings = requireNonNull(settings, "settings is null");
        this.artifacts = requireNonNull(artifacts, "artifacts is null");
        this.runner = requireNonNull(runner, "runner is null");
        this.cache = new RepositoryCache(settings.cacheDir(), runner);
        this.trees = new TreeArchive(artifacts, settings.largestTree());
    }

    /**
     * @throws SlipwayException also VALIDATION_FAILED for an address, commit or ref of the wrong form, and
     *     PAYLOAD_TOO_LARGE
     */
    @Override
    public Tree fetch(String url, String commit, String ref) throws InterruptedException {
        require(COMMIT.matcher(commit).matches(), "commit", "must be 40 lower-case hexadecimal digits");
        requireRef(ref);
        RepositoryAddress address = RepositoryAddress.parse(url);
        long asked = sightings.now();
        Tree tree = fetch(address, commit, ref);
        sightings.saw(url, ref, tree, asked);
        return tree;
    }

    @Override
    public Optional<Tree> known(String url, String commit, String ref) {
        Optional<Tree> seen = sightings.find(url, ref, commit);
        try {
            return seen.isPresent() && artifacts.size(seen.get().tree()).isPresent() ? seen : Optional.empty();
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.SOURCE_UNAVAILABLE, "the artifact store cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public String tip(String url, String ref) throws InterruptedException {
        requireRef(ref);
        RepositoryAddress address = RepositoryAddress.parse(url);
        return locked(address, git -> new CommitFetch(git, address).tip(ref));
    }

    @Override
    public Optional<List<String>> changed(String url, String before, String commit) throws InterruptedException {
        require(COMMIT.matcher(before).matches(), "before", "must be 40 lower-case hexadecimal digits");
        require(COMMIT.matcher(commit).matches(), "commit", "must be 40 lower-case hexadecimal digits");
        RepositoryAddress address = RepositoryAddress.parse(url);
        return locked(address, git -> new ChangedFiles(git, address).between(before, commit));
    }

    private Tree fetch(RepositoryAddress address, String commit, String ref) throws InterruptedException {
        return locked(address, git -> {
            Optional<Tree> known = remembered(git.repository(), commit);
            new CommitFetch(git, address).fetch(commit, ref, known.isPresent());
            return known.isPresent() ? known.get() : tree(git, commit);
        });
    }

    private <T> T locked(RepositoryAddress address, Calls<T> calls) throws InterruptedException {
        if (address.protocol().equals("ssh") && (settings.sshKeyFile() == null || settings.knownHostsFile() == null)) {
            throw new SlipwayException(ErrorCode.SOURCE_UNAVAILABLE, "no ssh key and host keys are configured");
        }
        try {
            return cache.locked(address, repository -> calls.with(new Git(settings, runner, address, repository)));
        } catch (IOException e) {
            throw new SlipwayException(
                    ErrorCode.SOURCE_UNAVAILABLE, "the repository cache cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<byte[]> file(Digest tree, String path) {
        return trees.file(tree, path);
    }

    private Tree tree(Git git, String commit) throws IOException, InterruptedException {
        String[] lines = git.local("log", "-1", "--no-color", "--encoding=UTF-8", "--format=%H%n%T%n%ae%n%s", commit)
                .split("\n", 4);
        if (lines.length < 3 || !lines[0].equals(commit)) {
            throw new SlipwayException(ErrorCode.COMMIT_NOT_ON_REF, commit + " is not the id of a commit");
        }
        Tree tree = new Tree(commit, store(git, lines[1]), lines[2], subject(lines));
        remember(place(git.repository(), commit), tree);
        return tree;
    }

    private Optional<Tree> remembered(Path repository, String commit) throws IOException {
        Path file = place(repository, commit);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Tree tree = ModelJson.read(Files.readString(file), Tree.class);
        return artifacts.size(tree.tree()).isPresent() ? Optional.of(tree) : Optional.empty();
    }

    private static Path place(Path repository, String commit) {
        return repository.resolve("trees").resolve(commit);
    }

    private Digest store(Git git, String treeId) throws IOException, InterruptedException {
        Path archive = git.repository().resolve("tmp_archive");
        try {
            new TreeBuilder(git, settings.largestTree()).build(treeId, archive);
            try (InputStream content = Files.newInputStream(archive)) {
                return artifacts.put(content);
            }
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private static void remember(Path file, Tree tree) throws IOException {
        Files.createDirectories(requireNonNull(file.getParent(), "a file in a folder"));
        Path next = file.resolveSibling("tmp_" + file.getFileName());
        Files.writeString(next, ModelJson.write(tree));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String subject(String[] lines) {
        String subject = lines.length < 4 ? "" : lines[3].strip();
        if (subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT) {
            return subject;
        }
        return subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT));
    }

    private static void requireRef(String ref) {
        boolean proper = REF.matcher(ref).matches() && !REF_TRAPS.matcher(ref).find();
        require(proper, "ref", "must be a full ref name such as refs/heads/main");
    }

    private static void require(boolean holds, String field, String message) {
        if (!holds) {
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED, field + " " + message, List.of(Problem.of(field, message)));
        }
    }

    /** Calls of git on one repository nobody else uses meanwhile. */
    @FunctionalInterface
    private interface Calls<T> {
        T with(Git git) throws IOException, InterruptedException;
    }
}
