package dev.slipway.test.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.stack.demo.DemoCommand;
import dev.slipway.test.stack.RunningStack;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The demonstration is the acceptance test: six acts, a visitor at 50 requests a second, everything as stated. */
final class TestDemo {
    @Test
    void everyActGoesAsStated() {
        RunningStack stack = RunningStack.shared();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        int exit = new DemoCommand(stack.installation(), stack.launch(), out).play(false);
        System.out.println(output.toString(StandardCharsets.UTF_8));
        assertThat(exit).as(output.toString(StandardCharsets.UTF_8)).isZero();
    }
}
