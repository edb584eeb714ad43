package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestPushRules {
    private static final String MAIN = "refs/heads/main";
    private static final Optional<List<String>> DOCS = Optional.of(List.of("docs/a.md"));

    private static Trigger push(List<String> branches, List<String> paths) {
        return new Trigger(new Trigger.Push(branches, paths), null);
    }

    private static Optional<String> refusal(String ref, Optional<List<String>> changed, Trigger... triggers) {
        return new PushRules(List.of(triggers), ref).refusal(changed);
    }

    @Test
    void everyPushStartsAPipelineWithoutTriggers() {
        assertThat(refusal(MAIN, DOCS)).isEmpty();
        assertThat(refusal("refs/tags/v1", Optional.empty())).isEmpty();
    }

    @Test
    void aPushWithoutBranchesTakesTagsAndOneWithBranchesDoesNot() {
        assertThat(refusal("refs/tags/v1", DOCS, push(List.of(), List.of()))).isEmpty();
        assertThat(refusal("refs/tags/v1", DOCS, push(List.of("*"), List.of()))).isPresent();
    }

    @Test
    void oneOfSeveralPushesIsEnough() {
        Trigger shop = push(List.of("main"), List.of("shop/**"));
        Trigger docs = push(List.of("main"), List.of("docs/**"));
        assertThat(refusal(MAIN, DOCS, shop))
                .hasValue("a push to refs/heads/main that changed docs/a.md is not among"
                        + " the triggers of the pipeline: main with changes in shop/**");
        assertThat(refusal(MAIN, DOCS, shop, docs)).isEmpty();
    }

    @Test
    void pathsOfOnePushDoNotCountForTheBranchesOfAnother() {
        Trigger shop = push(List.of("main"), List.of("shop/**"));
        Trigger other = push(List.of("other"), List.of("docs/**"));
        assertThat(refusal(MAIN, DOCS, shop, other)).isPresent();
    }

    @Test
    void unknownChangesCountAsAll() {
        assertThat(refusal(MAIN, Optional.empty(), push(List.of(), List.of("x"))))
                .isEmpty();
        assertThat(refusal(MAIN, Optional.of(List.of()), push(List.of(), List.of("x"))))
                .hasValueSatisfying(text -> assertThat(text).contains("that changed no file"));
    }

    @Test
    void aPipelineWithSchedulesOnlyIsStartedByNoPush() {
        Trigger nightly = new Trigger(null, new Trigger.Schedule("0 3 * * *", "UTC"));
        assertThat(refusal(MAIN, Optional.empty(), nightly))
                .hasValueSatisfying(text -> assertThat(text).contains("only schedules"));
    }

    @Test
    void filesAreAskedForOnlyWhenTheyDecide() {
        Trigger shop = push(List.of("main"), List.of("shop/**"));
        assertThat(new PushRules(List.of(shop), MAIN).dependsOnFiles()).isTrue();
        assertThat(new PushRules(List.of(shop), "refs/heads/x").dependsOnFiles())
                .isFalse();
        assertThat(new PushRules(List.of(shop, push(List.of(), List.of())), MAIN).dependsOnFiles())
                .isFalse();
        assertThat(new PushRules(List.of(), MAIN).dependsOnFiles()).isFalse();
    }
}
