package dev.slipway.model.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a push starts a run of a pipeline, as its file says at the pushed commit.
 *
 * @param triggers all of the pipeline; every push starts it when there are none
 * @param ref full name of the pushed ref
 */
public record PushRules(List<Trigger> triggers, String ref) {
    private static final int SHOWN = 5;

    public PushRules {
        triggers = List.copyOf(triggers);
        Objects.requireNonNull(ref, "ref is null");
    }

    /** Whether it takes the changed files to tell. */
    public boolean dependsOnFiles() {
        List<Trigger.Push> fitting = fitting();
        return !fitting.isEmpty()
                && fitting.stream().noneMatch(push -> push.paths().isEmpty());
    }

    /**
     * Why the push starts nothing, as a sentence without a stop; empty when it starts a run.
     *
     * @param changed paths of the files it changed; empty when they are not known, which counts as all of them
     */
    public Optional<String> refusal(Optional<List<String>> changed) {
        if (triggers.isEmpty()
                || fitting().stream()
                        .anyMatch(push -> changed.map(push::concerns).orElse(true))) {
            return Optional.empty();
        }
        List<Trigger.Push> wanted = pushes();
        if (wanted.isEmpty()) {
            return Optional.of("pushes start nothing: the pipeline's triggers name only schedules");
        }
        String what = dependsOnFiles() ? changed.map(PushRules::files).orElse("") : "";
        return Optional.of("a push to " + ref + what + " is not among the triggers of the pipeline: "
                + wanted.stream().map(PushRules::text).collect(Collectors.joining("; ")));
    }

    private List<Trigger.Push> pushes() {
        List<Trigger.Push> pushes = new ArrayList<>();
        for (Trigger trigger : triggers) {
            Optional.ofNullable(trigger.push()).ifPresent(pushes::add);
        }
        return pushes;
    }

    private List<Trigger.Push> fitting() {
        return pushes().stream().filter(push -> push.takes(ref)).toList();
    }

    private static String files(List<String> changed) {
        if (changed.isEmpty()) {
            return " that changed no file";
        }
        int more = changed.size() - SHOWN;
        return " that changed " + String.join(", ", changed.subList(0, Math.min(SHOWN, changed.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String text(Trigger.Push push) {
        String branches = push.branches().isEmpty() ? "any ref" : String.join(", ", push.branches());
        return branches + (push.paths().isEmpty() ? "" : " with changes in " + String.join(", ", push.paths()));
    }
}
