package dev.slipway.provisioners;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder one piece of work runs in: a copy of the module and what the program writes beside it. It is removed at the
 * end; a state that could not be saved outlives it under the address of the state, because losing it would leave
 * resources that nobody knows.
 */
final class WorkFolder {
    private static final String OVERRIDE = "zzzz_slipway_override.tf.json";
    private static final String UNSAVED = "errored.tfstate";

    private final Path root;
    private final Path rescuedFolder;
    private final Path rescued;

    WorkFolder(Path workDir, String key, String stateUrl) {
        this.root = workDir.resolve("work").resolve(IdempotencyKey.shortHash(key));
        this.rescuedFolder = workDir.resolve("unsaved");
        this.rescued = rescuedFolder.resolve(IdempotencyKey.shortHash(stateUrl) + ".tfstate");
    }

    Path root() {
        return root;
    }

    Path module() {
        return root.resolve("module");
    }

    Path data() {
        return root.resolve("data");
    }

    Path home() {
        return root.resolve("home");
    }

    Path planFile() {
        return root.resolve("plan.bin");
    }

    Path variablesFile() {
        return root.resolve("variables.tfvars.json");
    }

    Path output() {
        return root.resolve("output.json");
    }

    /** A state an earlier apply could not save. */
    Path unsavedState() {
        return rescued;
    }

    /** Starts anew with a copy of the module. */
    void prepare(Path source) throws IOException {
        remove();
        createPrivate(root);
        createPrivate(rescuedFolder);
        for (Path folder : new Path[] {module(), data(), home()}) {
            Files.createDirectory(folder);
        }
        Files.walkFileTree(source, new Copy(source, module()));
    }

    void writeOverride(Map<String, Object> override) throws IOException {
        writePrivate(module().resolve(OVERRIDE), ModelJson.write(override).getBytes(StandardCharsets.UTF_8));
    }

    void writeVariables(Map<String, Object> variables) throws IOException {
        writePrivate(variablesFile(), ModelJson.write(variables).getBytes(StandardCharsets.UTF_8));
    }

    void writePlan(byte[] plan) throws IOException {
        writePrivate(planFile(), plan);
    }

    /** Removes everything but a state that could not be saved. */
    void remove() throws IOException {
        Path unsaved = module().resolve(UNSAVED);
        if (Files.isRegularFile(unsaved, NOFOLLOW_LINKS)) {
            createPrivate(rescuedFolder);
            Files.move(unsaved, rescued, StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.exists(root, NOFOLLOW_LINKS)) {
            Files.walkFileTree(root, new Delete());
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void writePrivate(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, content, StandardOpenOption.WRITE);
    }

    /** Plain files and folders only; the policy refused everything else before. */
    private static final class Copy extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path target;

        Copy(Path source, Path target) {
            this.source = source;
            this.target = target;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Files.createDirectories(target.resolve(source.relativize(folder)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isRegularFile()) {
                throw new SlipwayException(ErrorCode.MODULE_REFUSED, source.relativize(file) + " is not a plain file");
            }
            Files.copy(file, target.resolve(source.relativize(file)));
            return FileVisitResult.CONTINUE;
        }
    }

    /** Deletes without following links. */
    private static final class Delete extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
