package dev.slipway.cli.show;

import dev.slipway.model.StepName;
import dev.slipway.model.api.StepView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps of a run as they stand now, in the order of the path. */
public final class StepRows {
    /** Stage and item of what has none. */
    static final String NONE = "-";

    private static final String WHOLE_RUN = "run";

    private StepRows() {}

    /** The last row of each step and item; what earlier generations did and later ones did not repeat stays. */
    public static List<StepView> latest(List<StepView> all) {
        Map<String, StepView> last = new LinkedHashMap<>();
        for (StepView row : all) {
            if (!row.step().equals(WHOLE_RUN)) {
                String key = row.stage() + "/" + row.step() + "/" + row.item();
                last.merge(key, row, (old, next) -> next.generation() >= old.generation() ? next : old);
            }
        }
        List<StepView> rows = new ArrayList<>(last.values());
        List<String> stages = rows.stream().map(StepView::stage).distinct().toList();
        rows.sort(Comparator.comparingInt((StepView row) -> part(row, stages))
                .thenComparingInt(row -> position(row.step()))
                .thenComparingInt(row -> row.item().equals(NONE) ? 0 : 1));
        return rows;
    }

    /** {@code tasks/build}, or only the step when it has no items. */
    public static String name(StepView row) {
        return row.item().equals(NONE) ? row.step() : row.step() + "/" + row.item();
    }

    /** What is to be said about it, most telling first. */
    public static String text(StepView row) {
        String code = row.errorCode() == null ? "" : row.errorCode() + ": ";
        return Optional.ofNullable(row.errorMessage())
                .map(message -> code + message)
                .or(() -> Optional.ofNullable(row.detail())
                        .map(detail -> detail.path("text").asText(""))
                        .filter(text -> !text.isEmpty()))
                .or(() -> Optional.ofNullable(row.lastError()).map(error -> "last try: " + error))
                .orElse("");
    }

    /** Steps before the stages, then the stages, then the answer of the whole run. */
    private static int part(StepView row, List<String> stages) {
        if (!row.stage().equals(NONE)) {
            return 1 + stages.indexOf(row.stage());
        }
        return row.step().equals(StepName.RESPOND.text()) ? Integer.MAX_VALUE : 0;
    }

    private static int position(String step) {
        return Arrays.stream(StepName.values())
                .filter(name -> name.text().equals(step))
                .mapToInt(Enum::ordinal)
                .findFirst()
                .orElse(StepName.values().length);
    }
}
