package dev.slipway.activities.source;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a commit into a cached repository, with as little history as shows that it is on its ref. */
final class CommitFetch {
    private static final String OURS = "refs/slipway/tip";
    private static final List<Integer> DEPTHS = List.of(64, 1024);

    private final Git git;
    private final RepositoryAddress address;

    CommitFetch(Git git, RepositoryAddress address) {
        this.git = git;
        this.address = address;
    }

    /**
     * @param known whether the commit was fetched before and only its place on the ref is in question
     * @throws SlipwayException REF_UNKNOWN, COMMIT_NOT_ON_REF, SOURCE_UNAVAILABLE
     */
    void fetch(String commit, String ref, boolean known) throws IOException, InterruptedException {
        String tip = tip(ref);
        if (known && commit.equals(tip) || isOn(commit, tip)) {
            return;
        }
        for (String depth : depths(commit.equals(tip))) {
            fetchTip(ref, depth);
            if (isOn(commit, OURS)) {
                return;
            }
        }
        throw new SlipwayException(ErrorCode.COMMIT_NOT_ON_REF, "commit " + commit + " is not on " + ref);
    }

    /** The commit a ref names at its origin now; of an annotated tag the commit it stands for. */
    String tip(String ref) throws IOException, InterruptedException {
        if (!Files.exists(git.repository().resolve("HEAD"))) {
            git.local("init", "--bare", "--quiet", "--template=");
        }
        String listed = git.remote(List.of("ls-remote", "--quiet", "--", address.url(), ref, ref + "^{}"));
        return named(listed, ref + "^{}")
                .or(() -> named(listed, ref))
                .orElseThrow(() -> new SlipwayException(ErrorCode.REF_UNKNOWN, "the repository has no ref " + ref));
    }

    private static Optional<String> named(String listed, String ref) {
        return listed.lines()
                .map(line -> line.split("\t"))
                .filter(fields -> fields.length == 2 && fields[1].equals(ref))
                .map(fields -> fields[0])
                .findFirst();
    }

    private void fetchTip(String ref, String depth) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-recurse-submodules",
                "--no-write-fetch-head",
                "--update-shallow"));
        if (!depth.isEmpty()) {
            arguments.add("--depth=" + depth);
        }
        arguments.addAll(List.of("--", address.url(), "+" + ref + ":" + OURS));
        try {
            git.remote(arguments);
        } catch (SlipwayException e) {
            // The origin answered a moment ago, so the cache itself may be what is broken; the next try starts anew.
            RepositoryCache.remove(git.repository());
            throw e;
        }
    }

    /** A complete repository must not be made shallow again. */
    private List<String> depths(boolean isTip) {
        boolean fetchedBefore = Files.exists(git.repository().resolve(OURS))
                || Files.exists(git.repository().resolve("packed-refs"));
        if (fetchedBefore && !isShallow()) {
            return List.of("");
        }
        List<String> depths = new ArrayList<>();
        if (isTip) {
            depths.add("1");
        }
        DEPTHS.forEach(depth -> depths.add(Integer.toString(depth)));
        depths.add(Integer.toString(Integer.MAX_VALUE));
        return depths;
    }

    private boolean isShallow() {
        return Files.exists(git.repository().resolve("shallow"));
    }

    private boolean isOn(String commit, String tip) throws InterruptedException {
        return git.local(List.of("merge-base", "--is-ancestor", commit, tip), null, null)
                        .exitCode()
                == 0;
    }
}
