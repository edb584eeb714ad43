package dev.slipway.cli.run;

import dev.slipway.model.api.RunDetail;

/** Tells what changed in a run since it was last shown. */
interface Progress {
    void show(RunDetail detail);
}
