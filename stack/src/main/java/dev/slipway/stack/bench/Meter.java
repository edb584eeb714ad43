package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Takes what a stretch of work costs: time on the clock, processor time of each part, commits of PostgreSQL. */
final class Meter {
    private final Commits commits;
    private final CpuTimes times;
    private final Map<String, Long> committed;
    private final Map<String, Duration> used;
    private final long begin;

    private Meter(Commits commits, CpuTimes times) {
        this.commits = commits;
        this.times = times;
        this.committed = commits.now();
        this.used = times.now();
        this.begin = System.nanoTime();
    }

    static Meter start(Installation installation) {
        return new Meter(new Commits(installation), new CpuTimes(installation));
    }

    /** @param millis how long each piece of the work took */
    LoadResult stop(List<Double> millis) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        int count = millis.size();
        return new LoadResult(
                Quantiles.of(millis),
                Math.round(10 * count / seconds) / 10.0,
                Commits.perRun(committed, commits.now(), count),
                CpuTimes.perRun(used, times.now(), count));
    }
}
