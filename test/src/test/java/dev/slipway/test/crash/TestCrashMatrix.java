package dev.slipway.test.crash;

import dev.slipway.test.stack.RunningStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGKILL of every part at every step: 48 cells, each on its own a test. */
@Tag("all")
final class TestCrashMatrix {
    private static final List<Outcome> OUTCOMES = new ArrayList<>();
    private static Matrix matrix;

    @BeforeAll
    static void start() {
        matrix = new Matrix(RunningStack.shared());
    }

    @AfterAll
    static void end() {
        OUTCOMES.forEach(System.out::println);
        System.out.println(OUTCOMES.size() + " of " + Cell.all().size() + " cells as promised");
        if (matrix != null) {
            matrix.close();
        }
    }

    /** All cells, or those whose name is matched by {@code -Dslipway.cells}. */
    static List<Cell> cells() {
        String wanted = System.getProperty("slipway.cells", ".*");
        return Cell.all().stream()
                .filter(cell -> cell.toString().matches(wanted))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void everyRunReachesItsEndAndEverythingHappenedOnce(Cell cell) {
        OUTCOMES.add(matrix.play(cell));
    }
}
