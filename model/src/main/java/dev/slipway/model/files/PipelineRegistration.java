package dev.slipway.model.files;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which repository and path a pipeline is read from, written by operators; {@code kind: PipelineRegistration}. */
public record PipelineRegistration(String apiVersion, FileKind kind, Metadata metadata, Spec spec) {
    public PipelineRegistration {
        Objects.requireNonNull(metadata, "metadata is null");
        Objects.requireNonNull(spec, "spec is null");
    }

    public String name() {
        return metadata.name();
    }

    /**
     * What operators fix for one pipeline.
     *
     * @param repository git URL, or absolute path on the machine of the worker
     * @param path pipeline file in that repository, {@code slipway.yaml} when absent
     * @param protectedRefs full ref names a run may take its commit from; a {@code *} at the end stands for anything
     * @param commitStatus where the state of the run is posted; nowhere when null
     * @param environments environments its stages may go to; every one of the project when null
     * @param schedules whether the pipeline's file may have it started by the clock; true when absent
     * @param webhook how the forge that keeps the repository tells of pushes; it does not when null
     */
    public record Spec(
            String repository,
            String path,
            List<String> protectedRefs,
            @Nullable CommitStatus commitStatus,
            @Nullable List<String> environments,
            Boolean schedules,
            @Nullable Webhook webhook) {
        public Spec {
            Objects.requireNonNull(repository, "repository is null");
            path = path == null ? "slipway.yaml" : path;
            protectedRefs = protectedRefs == null ? List.of("refs/heads/main") : List.copyOf(protectedRefs);
            environments = environments == null ? null : List.copyOf(environments);
            schedules = schedules == null || schedules;
        }

        /** The ref whose tip schedules run: the first protected one that is named in full. */
        public Optional<String> defaultRef() {
            return protectedRefs.stream().filter(ref -> !ref.endsWith("*")).findFirst();
        }

        /** Whether a run may take its commit from {@code ref}. */
        public boolean protects(String ref) {
            return protectedRefs.stream()
                    .anyMatch(allowed -> allowed.endsWith("*")
                            ? ref.startsWith(allowed.substring(0, allowed.length() - 1))
                            : ref.equals(allowed));
        }
    }

    /**
     * What proves that a push was told by the forge.
     *
     * @param forge whose form its posts have
     * @param secrets names of project secrets shared with it; several while one takes the place of another
     */
    public record Webhook(Forge forge, List<String> secrets) {
        public Webhook {
            Objects.requireNonNull(forge, "forge is null");
            secrets = List.copyOf(secrets);
        }
    }

    /** Ways to tell of a push and to prove it. */
    public enum Forge {
        /** {@code X-Hub-Signature-256} over the body. */
        GITHUB,
        /** {@code webhook-signature} when the secret begins with {@code whsec_}, else {@code X-Gitlab-Token}. */
        GITLAB,
        /** {@code X-Gitea-Signature} or {@code X-Forgejo-Signature} over the body; Forgejo sends the same. */
        GITEA,
        /** The Standard Webhooks specification, for everything else. */
        STANDARD;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where the state of a run is posted.
     *
     * @param url {@code {commit}} in it stands for the commit id
     * @param secret name of the project secret that signs the post
     */
    public record CommitStatus(String url, @Nullable String secret) {
        public CommitStatus {
            Objects.requireNonNull(url, "url is null");
        }
    }
}
