package dev.slipway.agent.content;

import dev.slipway.client.NodeClient;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.TaskStateView.Output;
import dev.slipway.model.spec.OutputSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/** Takes what an ended task left and stores it by digest. Links are never followed: the task may have made them. */
public final class Outputs {
    private static final int MOST_FILES = 50_000;
    private final NodeClient client;

    public Outputs(NodeClient client) {
        this.client = client;
    }

    /**
     * Uploads one output; empty when nothing matches.
     *
     * @throws SlipwayException VALIDATION_FAILED for a path that leads out of the folder or is no pattern
     */
    public Optional<Output> take(OutputSpec spec, Path workDir, Path scratch) throws IOException {
        String pattern = normal(spec.path());
        Path named = workDir.resolve(pattern);
        boolean whole = Files.isDirectory(named, LinkOption.NOFOLLOW_LINKS);
        TreeMap<String, Path> files = whole ? below(named) : matching(pattern, workDir);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        boolean single = !whole && files.size() == 1;
        Path content = single ? files.firstEntry().getValue() : pack(files, scratch);
        try {
            Digest digest = ArtifactCache.digestOf(content);
            client.putArtifact(digest, content);
            return Optional.of(new Output(spec.name(), digest, Files.size(content), spec.kind()));
        } finally {
            if (!single) {
                Files.deleteIfExists(content);
            }
        }
    }

    private static Path pack(TreeMap<String, Path> files, Path scratch) throws IOException {
        Files.createDirectories(scratch);
        Path archive = Files.createTempFile(scratch, "output-", ".tar.gz");
        try (TarWriter writer = new TarWriter(new BufferedOutputStream(Files.newOutputStream(archive)))) {
            for (String name : files.keySet()) {
                writer.add(name, files.get(name));
            }
        }
        return archive;
    }

    private static TreeMap<String, Path> below(Path folder) throws IOException {
        return regularFiles(folder, relative -> true);
    }

    private static TreeMap<String, Path> matching(String pattern, Path workDir) throws IOException {
        return regularFiles(workDir, matcher(pattern));
    }

    /** By their path below {@code root}, in order. */
    private static TreeMap<String, Path> regularFiles(Path root, PathMatcher matcher) throws IOException {
        TreeMap<String, Path> found = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = root.relativize(file);
                if (attributes.isRegularFile() && matcher.matches(relative)) {
                    found.put(relative.toString(), file);
                }
                if (found.size() > MOST_FILES) {
                    throw new IOException("the output names more than " + MOST_FILES + " files");
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static String normal(String path) {
        Path normal = Path.of(path).normalize();
        if (normal.isAbsolute() || normal.startsWith("..")) {
            throw invalid("the output path '" + path + "' leads out of the task's folder");
        }
        return normal.toString();
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw invalid("the output path '" + pattern + "' is no pattern: " + e.getDescription());
        }
    }

    private static SlipwayException invalid(String message) {
        return new SlipwayException(ErrorCode.VALIDATION_FAILED, message);
    }
}
