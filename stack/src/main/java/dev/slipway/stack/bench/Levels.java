package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures work at one level after the other, each in repeated blocks. */
final class Levels {
    /** From the highest to the lowest: what compilers still gain on the way, they gain where most is run. */
    static final List<Integer> IN_FLIGHT = List.of(64, 16, 1);

    static final int MOST = 64;
    private static final int BLOCKS = 3;
    private static final double WARM = 0.95;

    private final Installation installation;
    private final PrintStream out;
    private final int runs;

    /**
     * @param runs pieces of work per block at one in flight; of other levels multiples of it
     */
    Levels(Installation installation, PrintStream out, int runs) {
        this.installation = installation;
        this.out = out;
        this.runs = runs;
    }

    /** Pieces of work one block of a level ends after. */
    int target(int inFlight) {
        return switch (inFlight) {
            case 1 -> runs;
            case 16 -> runs * 2;
            default -> runs * 4;
        };
    }

    /** How many may be begun while a level is measured. */
    int most(int inFlight) {
        return BLOCKS * target(inFlight) + 3 * inFlight;
    }

    /** One level. */
    LevelResult measure(String what, int inFlight, Duration longest, ClosedLoop.Work work) {
        Block block = new Block(target(inFlight), longest);
        List<LoadResult> blocks = new ArrayList<>();
        try (ClosedLoop loop = new ClosedLoop(inFlight, work)) {
            loop.begin(block);
            for (int number = 0; number < BLOCKS; number++) {
                blocks.add(one(loop, block));
            }
        }
        LevelResult result = LevelResult.of(what, inFlight, blocks);
        out.println(result.line());
        return result;
    }

    /**
     * Works until processor time per run no longer falls, {@code stretches} at most, and returns what it was in each.
     *
     * @param block one stretch
     */
    List<Double> warmUp(int inFlight, Block block, int stretches, ClosedLoop.Work work) {
        List<Double> times = new ArrayList<>();
        try (ClosedLoop loop = new ClosedLoop(inFlight, work)) {
            loop.begin(block);
            while (times.size() < stretches && !isLevel(times)) {
                times.add(Math.round(10 * one(loop, block).allCpuMillis()) / 10.0);
            }
        }
        out.println("warm-up, processor time per run in ms: " + times);
        return times;
    }

    /** Whether each of the last two is not much below the one before it: one alone may have been disturbed. */
    static boolean isLevel(List<Double> times) {
        int last = times.size() - 1;
        return last >= 2
                && times.get(last) > WARM * times.get(last - 1)
                && times.get(last - 1) > WARM * times.get(last - 2);
    }

    private LoadResult one(ClosedLoop loop, Block block) {
        Meter meter = Meter.start(installation);
        return meter.stop(loop.take(block));
    }
}
