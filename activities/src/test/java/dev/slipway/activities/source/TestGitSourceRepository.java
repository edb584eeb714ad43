package dev.slipway.activities.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.DataSize;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.SourceRepository.Tree;
import dev.slipway.provisioners.sandbox.SandboxSettings;
import dev.slipway.provisioners.sandbox.SandboxedRunner;
import dev.slipway.store.content.FileArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestGitSourceRepository {
    private static final String MAIN = "refs/heads/main";
    private static final String ABSENT = "0123456789012345678901234567890123456789";

    @TempDir
    Path folder;

    private TestingRepository origin;
    private FileArtifactStore artifacts;
    private GitSourceRepository source;

    @BeforeEach
    void open() throws IOException {
        origin = new TestingRepository(folder.resolve("origin"));
        artifacts = new FileArtifactStore(folder.resolve("artifacts"));
        source = source("cache", DataSize.ofMebibytes(64));
    }

    @Test
    void theTipIsWhereTheRefIsNow() throws Exception {
        String first = origin.commit("one");
        assertThat(source.tip(origin.url(), MAIN)).isEqualTo(first);
        String second = origin.commit("two");
        assertThat(source.tip(origin.url(), MAIN)).isEqualTo(second);
        assertThatThrownBy(() -> source.tip(origin.url(), "refs/heads/none"))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REF_UNKNOWN));
        assertThatThrownBy(() -> source.tip(origin.url(), "--upload-pack=x"))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_FAILED));
    }

    @Test
    void changedFilesAreThoseThatDifferBetweenTwoCommits() throws Exception {
        origin.write("shop/a page.html", "one");
        origin.write("gone", "x");
        origin.write("same", "x");
        String before = origin.commit("one");
        origin.write("shop/a page.html", "two");
        origin.write("shop/\u00e9\n.txt", "odd name");
        origin.git("rm", "--quiet", "gone");
        origin.commit("two");
        String after = origin.commit("three, nothing changed");
        source.fetch(origin.url(), after, MAIN);
        assertThat(folder.resolve("cache")).isDirectoryRecursivelyContaining("glob:**/shallow");

        assertThat(source.changed(origin.url(), before, after).orElseThrow())
                .containsExactly("gone", "shop/a page.html", "shop/\u00e9\n.txt");
        assertThat(source.changed(origin.url(), after, after).orElseThrow()).isEmpty();
    }

    @Test
    void changedFilesOfACommitTheOriginDoesNotHaveAreNotKnown() throws Exception {
        String commit = origin.commit("one");
        source.fetch(origin.url(), commit, MAIN);

        assertThat(source.changed(origin.url(), ABSENT, commit)).isEmpty();
        assertThatThrownBy(() -> source.changed(origin.url(), commit, ABSENT))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE));
        assertThatThrownBy(() -> source.changed(origin.url(), "--output=x", commit))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_FAILED));
    }

    @Test
    void changedFilesAreKnownAfterAForcedPushToo() throws Exception {
        origin.write("a", "one");
        origin.commit("base");
        origin.write("a", "two");
        String before = origin.commit("left behind");
        origin.git("reset", "--quiet", "--hard", "HEAD~1");
        origin.write("b", "three");
        String after = origin.commit("instead");
        source.fetch(origin.url(), after, MAIN);

        assertThat(source.changed(origin.url(), before, after).orElseThrow()).containsExactly("a", "b");
        assertThat(source.fetch(origin.url(), after, MAIN).commit()).isEqualTo(after);
    }

    @Test
    void aCommitBecomesATreeWithItsFacts() throws Exception {
        origin.write("slipway.yaml", "kind: Pipeline\n");
        origin.write("deploy/app.job.yaml", "kind: Job\n");
        String commit = origin.commit("Ship it\n\nwith a body");
        Tree tree = source.fetch(origin.url(), commit, MAIN);
        assertThat(tree.commit()).isEqualTo(commit);
        assertThat(tree.author()).isEqualTo("ann@example.com");
        assertThat(tree.subject()).isEqualTo("Ship it");
        assertThat(source.file(tree.tree(), "./deploy/app.job.yaml")).contains("kind: Job\n".getBytes(UTF_8));
        assertThat(source.file(tree.tree(), "deploy")).isEmpty();
        assertThat(source.file(tree.tree(), "none")).isEmpty();
        assertThat(source.fetch("file://" + origin.url(), commit, MAIN)).isEqualTo(tree);
    }

    @Test
    void equalTreesGiveEqualDigestsWhateverTheHistory() throws Exception {
        origin.write("a.txt", "same");
        origin.write("b/run.sh", "#!/bin/sh\n");
        origin.folder().resolve("b/run.sh").toFile().setExecutable(true);
        origin.write(".gitattributes", "secret export-ignore\na.txt export-subst\n");
        origin.write("secret", "$Format:%H$");
        String first = origin.commit("one");
        String second = origin.commit("two, nothing changed");
        Digest digest = source.fetch(origin.url(), first, MAIN).tree();
        assertThat(source.fetch(origin.url(), second, MAIN).tree()).isEqualTo(digest);
        TestingRepository other = new TestingRepository(folder.resolve("other"));
        for (String path : List.of("a.txt", "b/run.sh", ".gitattributes", "secret")) {
            other.write(path, Files.readString(origin.folder().resolve(path)));
        }
        other.folder().resolve("b/run.sh").toFile().setExecutable(true);
        String third = other.commit("elsewhere");
        assertThat(source("cache2", DataSize.ofMebibytes(64))
                        .fetch(other.url(), third, MAIN)
                        .tree())
                .isEqualTo(digest);
        assertThat(source.file(digest, "secret")).contains("$Format:%H$".getBytes(UTF_8));
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        new TreeArchive(artifacts, DataSize.ofMebibytes(64)).unpack(digest, "", unpacked);
        assertThat(Files.isExecutable(unpacked.resolve("b/run.sh"))).isTrue();
        assertThat(Files.isExecutable(unpacked.resolve("a.txt"))).isFalse();
    }

    @Test
    void olderCommitsOfTheRefAreFoundWhereverTheyAre() throws Exception {
        List<String> commits = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            origin.write("n.txt", "content " + i);
            commits.add(origin.commit("commit " + i));
        }
        assertThat(source.fetch(origin.url(), commits.get(79), MAIN).subject()).isEqualTo("commit 79");
        assertThat(shallow()).isTrue();
        Tree old = source.fetch(origin.url(), commits.get(60), MAIN);
        assertThat(source.file(old.tree(), "n.txt")).contains("content 60".getBytes(UTF_8));
        assertThat(source.fetch(origin.url(), commits.get(3), MAIN).subject()).isEqualTo("commit 3");
        assertThat(source.fetch(origin.url(), origin.commit("newest"), MAIN).subject())
                .isEqualTo("newest");
        refused(ErrorCode.COMMIT_NOT_ON_REF, () -> source.fetch(origin.url(), ABSENT, MAIN));
    }

    @Test
    void commitsThatAreNotOnTheRefAreRefused() throws Exception {
        String base = origin.commit("base");
        origin.git("checkout", "--quiet", "-b", "feature");
        String feature = origin.commit("feature");
        origin.git("checkout", "--quiet", "main");
        String dropped = origin.commit("dropped");
        refused(ErrorCode.COMMIT_NOT_ON_REF, () -> source.fetch(origin.url(), feature, MAIN));
        assertThat(source.fetch(origin.url(), feature, "refs/heads/feature").subject())
                .isEqualTo("feature");
        refused(ErrorCode.COMMIT_NOT_ON_REF, () -> source.fetch(origin.url(), feature, MAIN));
        assertThat(source.fetch(origin.url(), dropped, MAIN).subject()).isEqualTo("dropped");
        origin.git("reset", "--quiet", "--hard", base);
        origin.commit("instead");
        refused(ErrorCode.COMMIT_NOT_ON_REF, () -> source.fetch(origin.url(), dropped, MAIN));
        refused(ErrorCode.COMMIT_NOT_ON_REF, () -> source.fetch(origin.url(), ABSENT, MAIN));
        assertThat(source.fetch(origin.url(), base, MAIN).subject()).isEqualTo("base");
    }

    @Test
    void aCommitSeenAMomentAgoIsKnownOnItsRefAloneAndWhileItsTreeIsStored() throws Exception {
        String commit = origin.commit("seen");
        assertThat(source.known(origin.url(), commit, MAIN)).isEmpty();
        Tree tree = source.fetch(origin.url(), commit, MAIN);
        assertThat(source.known(origin.url(), commit, MAIN)).contains(tree);
        assertThat(source.known(origin.url(), commit, "refs/heads/feature")).isEmpty();
        refused(ErrorCode.COMMIT_NOT_ON_REF, () -> source.fetch(origin.url(), ABSENT, MAIN));
        assertThat(source.known(origin.url(), ABSENT, MAIN)).isEmpty();
        deleteStored(tree.tree());
        assertThat(source.known(origin.url(), commit, MAIN)).isEmpty();
    }

    private void deleteStored(Digest digest) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("artifacts"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.getFileName().toString().contains(digest.hex())) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void tagsAreRefsButNotCommits() throws Exception {
        String commit = origin.commit("tagged");
        origin.git("tag", "-a", "-m", "a tag", "v1");
        String tag = origin.git("rev-parse", "v1");
        assertThat(source.fetch(origin.url(), commit, "refs/tags/v1").commit()).isEqualTo(commit);
        refused(ErrorCode.COMMIT_NOT_ON_REF, () -> source.fetch(origin.url(), tag, "refs/tags/v1"));
    }

    @Test
    void unknownRefsAndUnreachableRepositoriesAreToldApart() throws Exception {
        String commit = origin.commit("x");
        refused(ErrorCode.REF_UNKNOWN, () -> source.fetch(origin.url(), commit, "refs/heads/none"));
        refused(ErrorCode.REF_UNKNOWN, () -> source.fetch(origin.url(), commit, "refs/heads/ma"));
        refused(
                ErrorCode.SOURCE_UNAVAILABLE,
                () -> source.fetch(folder.resolve("none").toString(), commit, MAIN));
        refused(ErrorCode.SOURCE_UNAVAILABLE, () -> source.fetch("http://127.0.0.1:1/x.git", commit, MAIN));
        refused(ErrorCode.SOURCE_UNAVAILABLE, () -> source.fetch("git@127.0.0.1:x.git", commit, MAIN));
    }

    @Test
    void whatARepositoryConfiguresIsNotRun() throws Exception {
        String commit = origin.commit("x");
        Path trap = folder.resolve("trap");
        String command = "touch " + trap + "; exec ";
        origin.git("config", "uploadpack.packObjectsHook", "sh -c '" + command + "\"$@\"' --");
        origin.git("config", "core.fsmonitor", command);
        origin.git("config", "core.sshCommand", command);
        source.fetch(origin.url(), commit, MAIN);
        assertThat(trap).doesNotExist();
    }

    @Test
    void linksAreKeptAndSubmodulesAreNot() throws Exception {
        origin.write("real.txt", "real");
        Files.createSymbolicLink(origin.folder().resolve("link"), Path.of("real.txt"));
        Files.createSymbolicLink(origin.folder().resolve("escape"), Path.of("../../etc/passwd"));
        origin.commit("links");
        origin.git("update-index", "--add", "--cacheinfo", "160000," + ABSENT + ",vendored");
        origin.git("commit", "--quiet", "-m", "a submodule");
        Tree tree = source.fetch(origin.url(), origin.git("rev-parse", "HEAD"), MAIN);
        refused(ErrorCode.VALIDATION_FAILED, () -> source.file(tree.tree(), "link"));
        refused(ErrorCode.VALIDATION_FAILED, () -> source.file(tree.tree(), "escape"));
        refused(ErrorCode.VALIDATION_FAILED, () -> source.file(tree.tree(), "../real.txt"));
        assertThat(source.file(tree.tree(), "vendored")).isEmpty();
        Path target = Files.createDirectory(folder.resolve("target"));
        TreeArchive trees = new TreeArchive(artifacts, DataSize.ofMebibytes(1));
        refused(ErrorCode.VALIDATION_FAILED, () -> trees.unpack(tree.tree(), "", target));
    }

    @Test
    void longAndForeignNamesSurviveAndOtherToolsReadTheArchive() throws Exception {
        String deep = "d".repeat(90) + "/" + "e".repeat(90) + "/" + "f".repeat(120) + ".txt";
        origin.write(deep, "deep");
        origin.write("split/" + "g".repeat(97), "split");
        origin.write("ünïcödé 名.txt", "foreign");
        Tree tree = source.fetch(origin.url(), origin.commit("names"), MAIN);
        assertThat(source.file(tree.tree(), deep)).contains("deep".getBytes(UTF_8));
        assertThat(source.file(tree.tree(), "ünïcödé 名.txt")).contains("foreign".getBytes(UTF_8));
        Path archive = folder.resolve("tree.tar.gz");
        Files.write(archive, artifacts.open(tree.tree()).orElseThrow().readAllBytes());
        Path target = Files.createDirectory(folder.resolve("tar"));
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", target.toString())
                .inheritIO()
                .start();
        assertThat(tar.onExit().join().exitValue()).isZero();
        assertThat(target.resolve(deep)).hasContent("deep");
        assertThat(target.resolve("split").resolve("g".repeat(97))).hasContent("split");
    }

    @Test
    void tooMuchContentIsRefusedBeforeItIsRead() throws Exception {
        origin.write("big.bin", "x".repeat(3 << 20));
        String commit = origin.commit("big");
        refused(
                ErrorCode.PAYLOAD_TOO_LARGE,
                () -> source("small", DataSize.ofMebibytes(2)).fetch(origin.url(), commit, MAIN));
        Tree tree = source.fetch(origin.url(), commit, MAIN);
        refused(ErrorCode.PAYLOAD_TOO_LARGE, () -> source.file(tree.tree(), "big.bin"));
    }

    @Test
    void manyFetchesAtOnceAgree() throws Exception {
        List<String> commits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            origin.write("n.txt", "content " + i);
            commits.add(origin.commit("commit " + i));
        }
        GitSourceRepository second = source("cache", DataSize.ofMebibytes(64));
        List<Future<Tree>> trees = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 12; i++) {
                String commit = commits.get(i % 4);
                GitSourceRepository used = i % 2 == 0 ? source : second;
                trees.add(executor.submit(() -> used.fetch(origin.url(), commit, MAIN)));
            }
        }
        for (int i = 0; i < 12; i++) {
            assertThat(trees.get(i).get()).isEqualTo(trees.get(i % 4).get());
        }
    }

    @Test
    void whatAKilledGitLeftDoesNotStopTheNext() throws Exception {
        source.fetch(origin.url(), origin.commit("one"), MAIN);
        Path cache = repository();
        Files.writeString(cache.resolve("shallow.lock"), "");
        Files.createDirectories(cache.resolve("refs/slipway"));
        Files.writeString(cache.resolve("refs/slipway/tip.lock"), "");
        assertThat(source.fetch(origin.url(), origin.commit("two"), MAIN).subject())
                .isEqualTo("two");
    }

    @Test
    void aBrokenCacheIsGivenUp() throws Exception {
        source.fetch(origin.url(), origin.commit("one"), MAIN);
        try (Stream<Path> files = Files.walk(repository().resolve("objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                file.toFile().setWritable(true);
                Files.writeString(file, "garbage");
            }
        }
        Files.writeString(repository().resolve("HEAD"), "garbage");
        String commit = origin.commit("two");
        refused(ErrorCode.SOURCE_UNAVAILABLE, () -> source.fetch(origin.url(), commit, MAIN));
        assertThat(source.fetch(origin.url(), commit, MAIN).subject()).isEqualTo("two");
    }

    @Test
    void withoutASandboxNothingRuns() throws Exception {
        String commit = origin.commit("x");
        SandboxedRunner runner =
                new SandboxedRunner(new SandboxSettings(folder.resolve("none"), false, folder.resolve("scratch")));
        GitSourceRepository strict =
                new GitSourceRepository(GitSettings.of(folder.resolve("strict")), artifacts, runner);
        refused(ErrorCode.UNAVAILABLE, () -> strict.fetch(origin.url(), commit, MAIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "relative/path",
                "ext::sh -c id",
                "--upload-pack=id",
                "https://user:password@example.com/x.git",
                "https://token@example.com/x.git",
                "http://example.com/x.git",
                "http://127.0.0.1.example.com/x.git",
                "ftp://example.com/x",
                "git://example.com/x",
                "https:///x",
                "ssh://-oProxyCommand=id/x",
                "-oProxyCommand=id@host:x",
                "file://relative",
                "/",
                "https://example.com/a b",
                "https://example.com/\nx"
            })
    void addressesThatGitCouldMisreadAreRefused(String url) {
        refused(ErrorCode.VALIDATION_FAILED, () -> source.fetch(url, ABSENT, MAIN));
    }

    @Test
    void commitsAndRefsOfAnotherFormAreRefused() {
        for (String commit : List.of("", "HEAD", "main", ABSENT.substring(1), ABSENT + "0", ABSENT.replace('0', 'A'))) {
            refused(ErrorCode.VALIDATION_FAILED, () -> source.fetch(origin.url(), commit, MAIN));
        }
        for (String ref : Set.of(
                "main",
                "refs/heads/../x",
                "refs/heads/*",
                "refs/heads/x.lock",
                "refs/heads/",
                "refs//x",
                "--all",
                "refs/heads/a b",
                "refs/heads/@{1}")) {
            refused(ErrorCode.VALIDATION_FAILED, () -> source.fetch(origin.url(), ABSENT, ref));
        }
    }

    private GitSourceRepository source(String cache, DataSize largest) {
        SandboxedRunner runner = new SandboxedRunner(SandboxSettings.strict(folder.resolve("scratch")));
        return new GitSourceRepository(
                GitSettings.of(folder.resolve(cache)).withLargestTree(largest), artifacts, runner);
    }

    private Path repository() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private boolean shallow() throws IOException {
        return Files.exists(repository().resolve("shallow"));
    }

    private static void refused(ErrorCode code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
