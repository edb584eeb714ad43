package dev.slipway.cli.run;

import dev.slipway.cli.text.Output;
import dev.slipway.model.api.RunDetail;
import org.jspecify.annotations.Nullable;

/** One record a line whenever the run changed; the last one is the outcome. */
final class RecordProgress implements Progress {
    private final Output output;
    private @Nullable RunDetail last;

    RecordProgress(Output output) {
        this.output = output;
    }

    @Override
    public void show(RunDetail detail) {
        if (!detail.equals(last)) {
            output.json(detail);
            last = detail;
        }
    }
}
