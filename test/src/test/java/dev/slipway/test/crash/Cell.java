package dev.slipway.test.crash;

import dev.slipway.model.StepName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One case of the matrix.
 *
 * @param step where the run is
 * @param victim who is killed there
 */
record Cell(StepName step, Victim victim) {
    /** Cells of a seeded tenth. */
    static final int TENTH = 5;

    /** Every cell, step by step. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (StepName step : StepName.values()) {
            for (Victim victim : Victim.values()) {
                cells.add(new Cell(step, victim));
            }
        }
        return cells;
    }

    /** A tenth that differs from seed to seed; consecutive seeds have every cell take its turn. */
    static List<Cell> tenth(long seed) {
        List<Cell> mixed = all();
        Collections.shuffle(mixed, new Random(48));
        List<Cell> tenth = new ArrayList<>();
        for (int i = 0; i < TENTH; i++) {
            tenth.add(mixed.get((int) Math.floorMod(seed * TENTH + i, (long) mixed.size())));
        }
        return tenth;
    }

    /** Whether the run, once let go, needs nothing of the victim to get to its next fact. */
    boolean unaffected() {
        return switch (victim) {
            case AGENT -> step != StepName.TASKS && step != StepName.JOB;
            case API -> step == StepName.COMMIT || step == StepName.VERIFY || step == StepName.CONFIGURE;
            case WORKER, TEMPORAL, POSTGRES, ALL -> false;
        };
    }

    @Override
    public String toString() {
        return step.text() + "-" + victim.text();
    }
}
