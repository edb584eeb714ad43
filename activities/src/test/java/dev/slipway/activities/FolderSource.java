package dev.slipway.activities;

import dev.slipway.activities.source.TreeArchive;
import dev.slipway.model.DataSize;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ArtifactStore;
import dev.slipway.model.spi.SourceRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A repository whose commits are given as files; trees are real archives in a real store. */
final class FolderSource implements SourceRepository {
    private final Path folder;
    private final ArtifactStore artifacts;
    private final TreeArchive archive;
    private final Map<String, Tree> commits = new ConcurrentHashMap<>();
    private volatile boolean remembering;
    private volatile String tip = "";
    private final Map<String, Map<String, String>> contents = new ConcurrentHashMap<>();

    FolderSource(Path folder, ArtifactStore artifacts) {
        this.folder = folder;
        this.artifacts = artifacts;
        this.archive = new TreeArchive(artifacts, DataSize.ofMebibytes(16));
    }

    /** Adds a commit and returns its id. */
    String commit(Map<String, String> files) throws IOException, InterruptedException {
        Path tree = Files.createTempDirectory(folder, "tree");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = tree.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path tar = Files.createTempFile(folder, "tree", ".tar.gz");
        Process process = new ProcessBuilder(
                        "tar", "--format=ustar", "-C", tree.toString(), "-czf", tar.toString(), ".")
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("tar failed");
        }
        try (InputStream content = Files.newInputStream(tar)) {
            Digest digest = artifacts.put(content);
            String commit = digest.hex().substring(0, 40);
            contents.put(commit, Map.copyOf(files));
            commits.put(commit, new Tree(commit, digest, "ann@example.com", "Change " + commits.size()));
            return commit;
        }
    }

    /** From now on every commit counts as seen on its ref a moment ago. */
    void remember() {
        remembering = true;
    }

    @Override
    public Optional<Tree> known(String url, String commit, String ref) {
        return remembering ? Optional.ofNullable(commits.get(commit)) : Optional.empty();
    }

    @Override
    public Tree fetch(String url, String commit, String ref) {
        return Optional.ofNullable(commits.get(commit))
                .orElseThrow(() -> new SlipwayException(ErrorCode.COMMIT_NOT_ON_REF, "no commit " + commit));
    }

    @Override
    public String tip(String url, String ref) {
        return tip;
    }

    /** Moves every ref. */
    void tip(String commit) {
        tip = commit;
    }

    @Override
    public Optional<List<String>> changed(String url, String before, String commit) {
        Map<String, String> now = contents.getOrDefault(commit, Map.of());
        return Optional.ofNullable(contents.get(before))
                .map(then -> Stream.concat(then.keySet().stream(), now.keySet().stream())
                        .distinct()
                        .filter(path -> !Objects.equals(then.get(path), now.get(path)))
                        .sorted()
                        .toList());
    }

    @Override
    public Optional<byte[]> file(Digest tree, String path) {
        return archive.file(tree, path);
    }
}
