package dev.slipway.model.files.check;

import dev.slipway.model.Durations;
import dev.slipway.model.Problem;
import dev.slipway.model.files.Graph;
import dev.slipway.model.files.RepositoryPath;
import dev.slipway.model.files.SourceMap;
import dev.slipway.model.files.schema.NearMiss;
import dev.slipway.model.files.source.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one document, with positions. */
public final class Findings {
    private final SourceMap source;
    private final List<Problem> problems = new ArrayList<>();

    public Findings(SourceMap source) {
        this.source = source;
    }

    public void add(String pointer, String message, @Nullable String fix) {
        problems.add(source.problem(pointer, message, fix));
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    SourceMap source() {
        return source;
    }

    void addAll(Collection<Problem> more) {
        problems.addAll(more);
    }

    /** Every name must be there; says which ones there are. */
    void known(String pointer, String what, String written, Collection<String> known) {
        if (!known.contains(written)) {
            add(pointer, "there is no " + what + " '" + Excerpt.of(written) + "'", NearMiss.fix(written, known));
        }
    }

    /** The {@code name} fields of the list at {@code pointer} must differ. */
    void unique(String pointer, String what, List<String> names) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Integer before = first.putIfAbsent(names.get(i), i);
            if (before != null) {
                int line = source.at(pointer + "/" + before).line();
                String where = line > 0 ? " (line " + line + ")" : "";
                add(
                        pointer + "/" + i + "/name",
                        what + " '" + Excerpt.of(names.get(i)) + "' exists already" + where,
                        "give it another name");
            }
        }
    }

    /** What items need must exist and lead in no circle. */
    void needs(String pointer, String field, String what, Map<String, List<String>> edges) {
        List<String> names = List.copyOf(edges.keySet());
        for (int i = 0; i < names.size(); i++) {
            List<String> needed = edges.getOrDefault(names.get(i), List.of());
            for (int j = 0; j < needed.size(); j++) {
                String at = pointer + "/" + i + "/" + field + "/" + j;
                if (needed.get(j).equals(names.get(i))) {
                    add(at, what + " '" + names.get(i) + "' depends on itself", "remove it");
                } else {
                    known(at, what, needed.get(j), names);
                }
            }
        }
        for (List<String> cycle : Graph.cycles(edges)) {
            if (cycle.size() > 2) {
                String at = pointer + "/" + names.indexOf(cycle.getFirst()) + "/" + field;
                add(at, what + "s depend on each other in a circle: " + String.join(" -> ", cycle), null);
            }
        }
    }

    void path(String pointer, String path) {
        RepositoryPath.fault(path).ifPresent(fault -> add(pointer, "path '" + Excerpt.of(path) + "' " + fault, null));
    }

    void positive(String pointer, @Nullable Duration duration) {
        if (duration != null && duration.isZero()) {
            add(pointer, "must be longer than 0", null);
        }
    }

    /** {@code shorter < longer}; unset ones are not compared. */
    void shorter(
            String pointer, String name, @Nullable Duration shorter, String longerName, @Nullable Duration longer) {
        if (shorter != null && longer != null && shorter.compareTo(longer) >= 0) {
            add(
                    pointer,
                    name + " (" + Durations.format(shorter) + ") must be shorter than " + longerName + " ("
                            + Durations.format(longer) + ")",
                    null);
        }
    }
}
