package dev.slipway.agent.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder written to by names that strangers chose: nothing is ever made or replaced outside of it. */
final class SafeFolder {
    private final Path root;

    SafeFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    /** Where {@code name} stands, with its parent folders made; refuses names and links that lead out. */
    Path place(String name) throws IOException {
        List<String> parts = parts(name);
        if (parts.isEmpty()) {
            return root;
        }
        Path folder = root;
        for (String part : parts.subList(0, parts.size() - 1)) {
            folder = folder.resolve(part);
            makeFolder(folder);
        }
        return folder.resolve(parts.getLast());
    }

    /** Makes {@code name} a folder. */
    Path folder(String name) throws IOException {
        Path folder = place(name);
        makeFolder(folder);
        return folder;
    }

    /** Removes a file or link that stands at {@code place} already; a folder stays and is refused. */
    static void clear(Path place) throws IOException {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("a folder stands where the file " + place.getFileName() + " belongs");
        }
        Files.deleteIfExists(place);
    }

    /** Whether a link at {@code name} with this target stays inside. */
    boolean holds(String name, String target) {
        Path place = root.resolve(String.join("/", parts(name)));
        return !target.isEmpty()
                && !target.startsWith("/")
                && place.resolveSibling(target).normalize().startsWith(root);
    }

    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.equals("..") || part.indexOf(0) >= 0) {
                throw new IllegalArgumentException("the name '" + name + "' leads out of the folder");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("a file or link stands where the folder " + folder.getFileName() + " belongs");
        }
        Files.createDirectory(folder);
    }
}
