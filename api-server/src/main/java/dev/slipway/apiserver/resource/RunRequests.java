package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.http.Query;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Names;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.ActionRequest;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.api.StartRun.HandedArtifact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what people ask of runs, all problems at once, before policy sees it. */
final class RunRequests {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern REF = Pattern.compile("refs/[A-Za-z0-9][A-Za-z0-9._/@+-]{0,200}");
    private static final Pattern ADDRESS = Pattern.compile("[\\x21-\\x7e]{1,2000}");
    private static final Pattern BAD_TEXT = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");
    private static final int MOST_ARTIFACTS = 50;
    private static final int LONGEST_REASON = 1_000;
    private static final Set<String> KINDS = Set.of("approve", "reject", "cancel", "retry", "rollback");

    private RunRequests() {}

    /**
     * @throws SlipwayException VALIDATION_FAILED
     */
    static StartRun check(StartRun asked) {
        List<Problem> problems = new ArrayList<>();
        String ref = asked.ref();
        if (ref == null || !REF.matcher(ref).matches() || ref.contains("..") || ref.endsWith("/")) {
            problems.add(Problem.of("ref", "must be a full ref name such as refs/heads/main"));
        }
        if (asked.commit() == null || !COMMIT.matcher(asked.commit()).matches()) {
            problems.add(Problem.of("commit", "must be 40 lower-case hexadecimal digits"));
        }
        StartRun.Push push = asked.push();
        if (push != null
                && push.before() != null
                && !COMMIT.matcher(push.before()).matches()) {
            problems.add(Problem.of("push/before", "must be 40 lower-case hexadecimal digits"));
        }
        if (asked.artifacts().size() > MOST_ARTIFACTS) {
            problems.add(Problem.of("artifacts", "at most " + MOST_ARTIFACTS + " can be handed over"));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < asked.artifacts().size(); i++) {
            check(asked.artifacts().get(i), "artifacts/" + i, names, problems);
        }
        if (!problems.isEmpty()) {
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED,
                    problems.getFirst().field() + " " + problems.getFirst().message(),
                    problems);
        }
        return asked;
    }

    /**
     * @throws SlipwayException VALIDATION_FAILED
     */
    static ActionRequest check(ActionRequest asked) {
        if (asked.kind() == null || !KINDS.contains(asked.kind())) {
            throw Query.invalid("kind", "must be approve, reject, cancel, retry or rollback");
        }
        if (asked.stage() != null && !asked.stage().equals("-")) {
            Names.require("stage", asked.stage());
        }
        String target = asked.target();
        if (target != null && (!ADDRESS.matcher(target).matches() || target.length() > 100)) {
            throw Query.invalid("target", "must be at most 100 printable characters");
        }
        boolean approval = asked.kind().equals("approve") || asked.kind().equals("reject");
        if (approval && (asked.stage() == null || target == null)) {
            throw Query.invalid("target", "must be the digest the run shows, together with its stage");
        }
        reason(asked.reason());
        return asked;
    }

    /** The reason as it is stored; empty when there is none. */
    static String reason(@Nullable String reason) {
        if (reason == null) {
            return "";
        }
        if (reason.length() > LONGEST_REASON || BAD_TEXT.matcher(reason).find()) {
            throw Query.invalid("reason", "must be at most 1000 characters of text");
        }
        return reason.strip();
    }

    private static void check(HandedArtifact artifact, String field, Set<String> names, List<Problem> problems) {
        if (artifact.name() == null || !Names.NAME.matcher(artifact.name()).matches()) {
            problems.add(Problem.of(field + "/name", "must be 1 to 63 lower-case letters, digits or hyphens"));
        } else if (!names.add(artifact.name())) {
            problems.add(Problem.of(field + "/name", "is there twice"));
        }
        if (artifact.uri() == null || !ADDRESS.matcher(artifact.uri()).matches()) {
            problems.add(Problem.of(field + "/uri", "must be 1 to 2000 printable characters"));
        }
        if (artifact.digest() == null) {
            problems.add(Problem.of(field + "/digest", "is missing"));
        }
    }
}
