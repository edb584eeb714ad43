package dev.slipway.test.crash;

import dev.slipway.test.stack.RunningStack;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Five cells of the crash matrix, others each day; {@code -Dslipway.seed} repeats what was printed. */
final class TestCrashTenth {
    private static RunningStack stack;
    private static Matrix matrix;

    @BeforeAll
    static void start() {
        stack = RunningStack.start();
        matrix = new Matrix(stack);
    }

    @AfterAll
    static void end() {
        matrix.close();
        stack.close();
    }

    static List<Cell> cells() {
        long seed =
                Long.getLong("slipway.seed", LocalDate.now(Clock.systemUTC()).toEpochDay());
        System.out.println("crash cells of -Dslipway.seed=" + seed);
        return Cell.tenth(seed);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void everyRunReachesItsEndAndEverythingHappenedOnce(Cell cell) {
        matrix.play(cell);
    }
}
