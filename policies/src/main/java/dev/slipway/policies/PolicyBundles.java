package dev.slipway.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Rego shipped with this program, put on disk for OPA servers. */
public final class PolicyBundles {
    public static final String INTERNAL = "internal";
    public static final String EXTERNAL = "external";
    private static final String SHARED = "shared";

    private PolicyBundles() {}

    /**
     * Writes the folders {@code internal} and {@code external} below {@code target}, each a complete bundle. Files of an
     * earlier extraction are replaced, except the lists operators own: {@code slipway/overrides/data.json}.
     */
    public static synchronized void extract(Path target) throws IOException {
        URI root = root();
        if (!root.getScheme().equals("jar")) {
            copy(Path.of(root), target);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
            copy(jar.getPath("/rego"), target);
        }
    }

    private static URI root() {
        URL marker = PolicyBundles.class.getResource("/rego");
        if (marker == null) {
            throw new IllegalStateException("the policies are missing from this program");
        }
        try {
            return marker.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the policies are at no usable address: " + marker, e);
        }
    }

    private static void copy(Path rego, Path target) throws IOException {
        for (String bundle : List.of(INTERNAL, EXTERNAL)) {
            copyTree(rego.resolve(SHARED), target.resolve(bundle));
            copyTree(rego.resolve(bundle), target.resolve(bundle));
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            copyFile(file, to.resolve(from.relativize(file).toString())));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void copyFile(Path from, Path to) {
        if (to.endsWith(Path.of("overrides", "data.json")) && Files.exists(to)) {
            return;
        }
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
