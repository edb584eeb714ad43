package dev.slipway.stack.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One start of an exec task. All times are of this machine's clock, the client's as well as the task's.
 *
 * @param asked before the request was sent
 * @param accepted when its answer was there
 * @param begun when the workflow began the task
 * @param placed when its allocation was made
 * @param instruction what the task's first instruction read
 */
record FirstInstruction(Instant asked, Instant accepted, Instant begun, Instant placed, Instant instruction) {
    /** From acceptance to the first instruction, in milliseconds. */
    double millis() {
        return millis(accepted, instruction);
    }

    /** The way from the request to the first instruction in pieces, in milliseconds and in order. */
    Map<String, Double> pieces() {
        Map<String, Double> pieces = new LinkedHashMap<>();
        pieces.put("request to acceptance", millis(asked, accepted));
        pieces.put("acceptance to task begun", millis(accepted, begun));
        pieces.put("task begun to placed", millis(begun, placed));
        pieces.put("placed to first instruction", millis(placed, instruction));
        return pieces;
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }
}
