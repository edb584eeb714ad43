package dev.slipway.activities.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.activities.source.TarEntry.Kind;
import dev.slipway.model.DataSize;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.content.FileArtifactStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestTreeArchive {
    @TempDir
    Path folder;

    private FileArtifactStore artifacts;
    private TreeArchive trees;
    private Path target;

    @BeforeEach
    void open() throws IOException {
        artifacts = new FileArtifactStore(folder.resolve("artifacts"));
        trees = new TreeArchive(artifacts, DataSize.ofMebibytes(1));
        target = Files.createDirectories(folder.resolve("outer/target"));
    }

    @Test
    void unpacksOneFolder() throws IOException {
        Digest tree = store(
                file("infra/network/main.tf", "one"),
                file("infra/network/part/part.tf", "two"),
                file("infra/networking/other.tf", "three"),
                link("infra/network/alias.tf", "./main.tf"),
                file("main.tf", "four"));
        trees.unpack(tree, "./infra/network", target);
        assertThat(target.resolve("main.tf")).hasContent("one");
        assertThat(target.resolve("part/part.tf")).hasContent("two");
        assertThat(target.resolve("alias.tf")).isSymbolicLink().hasContent("one");
        assertThat(target.resolve("other.tf")).doesNotExist();
        assertThat(trees.file(tree, "main.tf")).contains("four".getBytes(UTF_8));
    }

    @Test
    void whatIsNotThereIsSaidSo() throws IOException {
        Digest tree = store(file("a", "x"));
        refused(ErrorCode.NOT_FOUND, () -> trees.unpack(tree, "none", target));
        refused(ErrorCode.ARTIFACT_UNAVAILABLE, () -> trees.unpack(Digest.of("none"), "", target));
        trees.unpack(store(), "", target);
        assertThat(target).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/evil", "a//b", "a/./b", "a\\..\\evil", "..", "\0evil"})
    void pathsThatLeaveTheTargetAreRefused(String path) throws IOException {
        Digest tree = store(file("ok", "fine"), file(path, "evil"));
        if (path.startsWith("\0")) {
            trees.unpack(store(file("ok", "fine")), "", target);
        } else {
            refused(ErrorCode.VALIDATION_FAILED, () -> trees.unpack(tree, "", target));
        }
        assertThat(target.resolve("../evil")).doesNotExist();
        refused(ErrorCode.VALIDATION_FAILED, () -> trees.file(tree, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../x", "../../x", "sub/../../../x", "sub/../x"})
    void linksThatLeaveTheTargetAreRefused(String to) throws IOException {
        Digest tree = store(link("dir/link", "../../" + to), file("x", ""));
        refused(ErrorCode.VALIDATION_FAILED, () -> trees.unpack(tree, "", target));
        refused(ErrorCode.VALIDATION_FAILED, () -> trees.unpack(store(link("link", to)), "", target));
        assertThat(target.resolve("dir/link")).doesNotExist();
    }

    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        refused(
                ErrorCode.VALIDATION_FAILED,
                () -> trees.unpack(store(link("dir", "other"), file("dir/file", "through")), "", target));
        assertThat(target.resolve("other")).doesNotExist();
    }

    @Test
    void linksThatLeadThroughLinksAreRefused() throws IOException {
        Digest chain = store(file("x/f", ""), link("x/up", ".."), link("out", "x/up/.."));
        refused(ErrorCode.VALIDATION_FAILED, () -> trees.unpack(chain, "", target));
        Path second = Files.createDirectories(folder.resolve("second/target"));
        Digest inside = store(link("here", "."), link("here/out", "../evil"));
        refused(ErrorCode.VALIDATION_FAILED, () -> trees.unpack(inside, "", second));
        assertThat(second.resolve("out")).doesNotExist();
    }

    @Test
    void namesThatComeTwiceAreRefused() throws IOException {
        refused(ErrorCode.VALIDATION_FAILED, () -> trees.unpack(store(file("a", "1"), file("a", "2")), "", target));
        Path second = Files.createDirectory(folder.resolve("second"));
        refused(ErrorCode.VALIDATION_FAILED, () -> trees.unpack(store(link("a", "b"), link("a", "c")), "", second));
        Path third = Files.createDirectory(folder.resolve("third"));
        refused(ErrorCode.VALIDATION_FAILED, () -> trees.unpack(store(file("a", "1"), file("a/b", "2")), "", third));
    }

    @Test
    void bombsEndTheReading() throws IOException {
        byte[] zeros = new byte[700_000];
        Digest tree = store(
                new Part(new TarEntry("a", Kind.FILE, zeros.length, false, ""), zeros),
                new Part(new TarEntry("b", Kind.FILE, zeros.length, false, ""), zeros));
        refused(ErrorCode.PAYLOAD_TOO_LARGE, () -> trees.unpack(tree, "", target));
        refused(ErrorCode.PAYLOAD_TOO_LARGE, () -> trees.file(tree, "c"));
        byte[] archive = archive(file("a", "x"));
        byte[] claims = archive.clone();
        System.arraycopy("77777777777".getBytes(UTF_8), 0, claims, 124, 11);
        mend(claims);
        refused(ErrorCode.PAYLOAD_TOO_LARGE, () -> trees.file(put(claims), "a"));
    }

    @Test
    void damagedArchivesAreUnavailable() throws IOException {
        byte[] archive = archive(file("a", "content"), file("b", "more"));
        byte[] cut = Arrays.copyOf(archive, 700);
        byte[] flipped = archive.clone();
        flipped[3] ^= 1;
        byte[] hardLink = archive.clone();
        hardLink[156] = '1';
        mend(hardLink);
        byte[] device = archive.clone();
        device[156] = '3';
        mend(device);
        for (byte[] damaged : List.of(cut, flipped, hardLink, device)) {
            Digest tree = put(damaged);
            refused(ErrorCode.ARTIFACT_UNAVAILABLE, () -> trees.file(tree, "b"));
        }
        Digest plain = artifacts.put(new ByteArrayInputStream("not gzip".getBytes(UTF_8)));
        refused(ErrorCode.ARTIFACT_UNAVAILABLE, () -> trees.file(plain, "b"));
    }

    private Digest store(Part... parts) throws IOException {
        return put(archive(parts));
    }

    private Digest put(byte[] tar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(tar);
        }
        return artifacts.put(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static byte[] archive(Part... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(bytes)) {
            for (Part part : parts) {
                tar.write(part.entry, part.stream());
            }
        }
        return bytes.toByteArray();
    }

    /** Makes the check sum of the first header right again. */
    private static void mend(byte[] tar) {
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xff;
        }
        System.arraycopy("%06o\0".formatted(sum).getBytes(UTF_8), 0, tar, 148, 7);
    }

    private static Part file(String path, String content) {
        byte[] bytes = content.getBytes(UTF_8);
        return new Part(new TarEntry(path, Kind.FILE, bytes.length, false, ""), bytes);
    }

    private static Part link(String path, String to) {
        return new Part(new TarEntry(path, Kind.LINK, 0, false, to), new byte[0]);
    }

    private static void refused(ErrorCode code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private record Part(TarEntry entry, byte[] content) {
        InputStream stream() {
            return new ByteArrayInputStream(content);
        }
    }
}
