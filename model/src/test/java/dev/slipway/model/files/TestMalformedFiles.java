package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.files.Values.ArtifactValue;
import dev.slipway.model.spec.JobSpec;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** 10,000 spoiled documents over the five readers and what comes after them. The seed is printed with the result. */
class TestMalformedFiles {
    private static final Map<FileKind, String> VALID = valid();
    /** NUL as an escape, not as six characters behind an escaped backslash; no database takes it. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u0000");

    private static final String LEAKS = ".*(networknt|jackson|snakeyaml|Exception|dev\\.slipway|\\$defs).*";

    private final FileReader reader = new FileReader();

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void neverAnythingButAValueOrProblems(@ForAll Random random) {
        FileKind[] kinds = FileKind.values();
        FileKind kind = kinds[random.nextInt(kinds.length)];
        byte[] content = new Mutation(random).of(VALID.get(kind));
        try {
            judge(kind, content);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new AssertionError("failed on:\n" + new String(content, StandardCharsets.UTF_8), e);
        }
    }

    private void judge(FileKind kind, byte[] content) {
        switch (reader.read(kind, content)) {
            case Parsed.Valid<?>(Object value) -> goOn(value, content);
            case Parsed.Invalid<?> invalid -> assertThat(invalid.problems()).allSatisfy(this::isSaidWell);
        }
    }

    private void isSaidWell(Problem problem) {
        assertThat(problem.message()).isNotBlank().hasSizeLessThan(700);
        assertThat(problem.render("f")).doesNotMatch(LEAKS);
        assertThat(problem.field()).matches("(/.*)?");
        assertThat(problem.line()).isGreaterThanOrEqualTo(0);
    }

    /** What was taken must survive storage, guards and resolution without anything but problems. */
    private void goOn(Object value, byte[] content) {
        String stored = ModelJson.canonical(value);
        assertThat(ModelJson.canonical(ModelJson.read(stored, value.getClass())))
                .isEqualTo(stored);
        assertThat(NUL.matcher(stored).find()).isFalse();
        if (value instanceof PipelineFile pipeline) {
            guards().check(pipeline, reader.positions(content)).problems().forEach(this::isSaidWell);
            pipeline.spec()
                    .tasks()
                    .forEach(task -> assertThat(PipelineTaskJob.of(
                                            task, "t-1", "build", Digest.of("t"), Values.ofRun("run/a/b/1", "c"))
                                    .problems())
                            .isEmpty());
        }
        if (value instanceof JobFile job) {
            resolve(job);
        }
    }

    private void resolve(JobFile job) {
        Values values = new Values(
                "run/a/b/1",
                "c",
                "staging",
                Map.of("site", new ArtifactValue("u", Digest.of("s")), "a", new ArtifactValue("u", Digest.of("a"))),
                Map.of(),
                Map.of("x", random(job)));
        JobTarget target = new JobTarget("j", "local", "default", Rollout.DEFAULT);
        switch (new JobResolver().resolve(job, target, values)) {
            case Parsed.Valid<JobSpec>(JobSpec spec) ->
                assertThat(ModelJson.read(ModelJson.write(spec), JobSpec.class).digest())
                        .isEqualTo(spec.digest());
            case Parsed.Invalid<JobSpec> invalid ->
                assertThat(invalid.problems()).allSatisfy(this::isSaidWell);
        }
    }

    private static JsonNode random(JobFile job) {
        return job.name().length() % 2 == 0 ? IntNode.valueOf(7) : TextNode.valueOf("seven");
    }

    private GuardCheck guards() {
        EnvironmentFile production =
                reader.environment(bytes(FileKind.ENVIRONMENT)).orThrow(ErrorCode.VALIDATION_FAILED);
        return new GuardCheck(
                reader.project(bytes(FileKind.PROJECT)).orThrow(ErrorCode.VALIDATION_FAILED),
                reader.registration(bytes(FileKind.PIPELINE_REGISTRATION)).orThrow(ErrorCode.VALIDATION_FAILED),
                Map.of("production", production, "build", production));
    }

    private static byte[] bytes(FileKind kind) {
        return Examples.bytes(VALID.getOrDefault(kind, ""));
    }

    private static Map<FileKind, String> valid() {
        Map<FileKind, String> valid = new EnumMap<>(FileKind.class);
        for (FileKind kind : FileKind.values()) {
            valid.put(kind, Examples.of(kind));
        }
        return valid;
    }
}
