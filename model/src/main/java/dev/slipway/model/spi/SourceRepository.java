package dev.slipway.model.spi;

import dev.slipway.model.Digest;
import java.util.List;
import java.util.Optional;

/** Reads application repositories with git, cached, at a pinned commit. */
public interface SourceRepository {
    /**
     * Fetches a commit and stores its tree as an artifact ({@code .tar.gz}, reproducible: equal trees give equal digests).
     *
     * @param url repository as registered by an operator
     * @param commit 40 hexadecimal digits
     * @param ref full ref name the commit must be reachable from, such as {@code refs/heads/main}
     * @throws dev.slipway.model.SlipwayException REF_UNKNOWN, COMMIT_NOT_ON_REF, SOURCE_UNAVAILABLE
     */
    Tree fetch(String url, String commit, String ref) throws InterruptedException;

    /**
     * A commit that was found on the ref a moment ago and whose tree is stored, without asking the repository again;
     * empty when only {@link #fetch} can tell.
     */
    default Optional<Tree> known(String url, String commit, String ref) {
        return Optional.empty();
    }

    /**
     * The commit a ref names at its origin now.
     *
     * @throws dev.slipway.model.SlipwayException REF_UNKNOWN, SOURCE_UNAVAILABLE
     */
    String tip(String url, String ref) throws InterruptedException;

    /**
     * Paths of the files in which two commits differ, sorted by git; empty when that cannot be known, because the
     * repository has {@code before} no more or because they are too many.
     *
     * @param before 40 hexadecimal digits
     * @param commit one that was fetched
     * @throws dev.slipway.model.SlipwayException SOURCE_UNAVAILABLE
     */
    Optional<List<String>> changed(String url, String before, String commit) throws InterruptedException;

    /** Content of one file of a stored tree, at most 1 MiB. */
    Optional<byte[]> file(Digest tree, String path);

    /**
     * A commit's content.
     *
     * @param commit 40 hexadecimal digits
     * @param tree digest of the stored archive
     * @param author e-mail address of the author, only for separation of duties
     * @param subject first line of the message, at most 200 characters
     */
    record Tree(String commit, Digest tree, String author, String subject) {}
}
