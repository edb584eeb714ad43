package dev.slipway.activities.source;

import dev.slipway.activities.source.TarEntry.Kind;
import dev.slipway.model.DataSize;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ProgramRunner.Result;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the archive of a git tree: exactly the blobs, in git's order, without times, owners, attributes, filters or
 * submodules, so that equal trees give equal bytes.
 */
final class TreeBuilder {
    private static final int MOST_ENTRIES = 200_000;

    private final Git git;
    private final DataSize largestTree;

    TreeBuilder(Git git, DataSize largestTree) {
        this.git = git;
        this.largestTree = largestTree;
    }

    /** Writes the archive of a tree to a file. */
    void build(String treeId, Path archive) throws IOException, InterruptedException {
        Path folder = git.repository();
        Path listing = folder.resolve("tmp_listing");
        Path ids = folder.resolve("tmp_ids");
        Path contents = folder.resolve("tmp_contents");
        try {
            require(List.of("ls-tree", "-r", "-l", "-z", "--full-tree", treeId), null, listing);
            List<Blob> blobs = blobs(Files.readAllBytes(listing));
            StringBuilder batch = new StringBuilder();
            blobs.forEach(blob -> batch.append(blob.id).append('\n'));
            Files.writeString(ids, batch);
            require(List.of("cat-file", "--batch"), ids, contents);
            write(blobs, contents, archive);
        } finally {
            Files.deleteIfExists(listing);
            Files.deleteIfExists(ids);
            Files.deleteIfExists(contents);
        }
    }

    private void require(List<String> arguments, @Nullable Path stdin, Path stdout) throws InterruptedException {
        Result result = git.local(arguments, stdin, stdout);
        if (result.exitCode() != 0 || result.timedOut()) {
            throw Git.failed(arguments, result);
        }
    }

    private List<Blob> blobs(byte[] listing) throws IOException {
        List<Blob> blobs = new ArrayList<>();
        long total = 0;
        for (String line : text(listing).split("\0")) {
            if (line.isEmpty()) {
                continue;
            }
            int tab = line.indexOf('\t');
            String[] fields = line.substring(0, tab).split(" +");
            if (!fields[1].equals("blob")) {
                continue;
            }
            String path = line.substring(tab + 1);
            if (!TreePath.normalise(path).equals(path)) {
                throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "the commit holds the path '" + path + "'");
            }
            blobs.add(new Blob(fields[0], fields[2], Long.parseLong(fields[3]), path));
            total += Long.parseLong(fields[3]);
            if (total > largestTree.bytes() || blobs.size() > MOST_ENTRIES) {
                throw new SlipwayException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "the commit holds more than " + largestTree + " or " + MOST_ENTRIES + " files");
            }
        }
        return blobs;
    }

    private static String text(byte[] listing) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(listing))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "the commit holds a path that is not UTF-8", e);
        }
    }

    private static void write(List<Blob> blobs, Path contents, Path archive) throws IOException {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(contents), 1 << 16);
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive), 1 << 16);
                TarWriter tar = new TarWriter(new GZIPOutputStream(file, 1 << 16))) {
            for (Blob blob : blobs) {
                String header = line(input);
                if (!header.equals(blob.id + " blob " + blob.size)) {
                    throw new IOException("git gave '" + header + "' for " + blob.path);
                }
                blob.write(input, tar);
                input.skipNBytes(1);
            }
        }
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0 || line.length() > 200) {
                throw new IOException("git ended early");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    /** A file or link as git lists it. */
    private record Blob(String mode, String id, long size, String path) {
        void write(InputStream input, TarWriter tar) throws IOException {
            if (mode.equals("120000")) {
                byte[] target = input.readNBytes((int) Math.min(size, 1 << 16));
                String link = new String(target, StandardCharsets.UTF_8);
                if (target.length != size || link.isEmpty() || link.indexOf('\0') >= 0) {
                    throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "the link " + path + " is not usable");
                }
                tar.write(new TarEntry(path, Kind.LINK, 0, false, link), new ByteArrayInputStream(new byte[0]));
            } else {
                tar.write(new TarEntry(path, Kind.FILE, size, mode.equals("100755"), ""), input);
            }
        }
    }
}
