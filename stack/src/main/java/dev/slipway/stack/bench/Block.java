package dev.slipway.stack.bench;

import java.time.Duration;

/**
 * How long one measurement lasts: until so many pieces of work ended, or until its time is up, whatever is first.
 *
 * @param target pieces of work, 1 and up
 * @param longest so long at most once something ended, so that a slow machine keeps to the whole benchmark's time
 */
record Block(int target, Duration longest) {
    Block {
        if (target < 1 || !longest.isPositive()) {
            throw new IllegalArgumentException("a block lasts some time and some pieces of work");
        }
    }
}
