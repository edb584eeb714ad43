package dev.slipway.provisioners.sandbox;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Our child processes, found by a label in their environment. The label is there from the first instruction on and is
 * inherited, so neither a crash between start and bookkeeping nor a child that moved to another session hides them.
 */
final class ProcessTable {
    private static final String VARIABLE = "SLIPWAY_PROGRAM";
    private static final Path PROC = Path.of("/proc");
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private ProcessTable() {}

    static String variable() {
        return VARIABLE;
    }

    /** Value of the variable: short, and without what the label says. */
    static String value(String label) {
        return IdempotencyKey.shortHash(label);
    }

    /** Sends SIGINT, waits, kills what is left; an interrupt shortens the grace to nothing. */
    static void stop(String label, Duration grace) throws InterruptedException {
        boolean interrupted = !awaitNone(label, grace, new HashSet<>());
        long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
        List<ProcessHandle> left = labelled(label);
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new SlipwayException(
                        ErrorCode.INTERNAL_ERROR, left.size() + " processes of " + label + " survive SIGKILL");
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(POLL_NANOS);
            interrupted |= Thread.interrupted();
            left = labelled(label);
        }
        if (interrupted) {
            throw new InterruptedException("interrupted while stopping " + label);
        }
    }

    /** Waits for processes that are on their way out, such as the rest of a sandbox whose program ended. */
    static boolean goneBy(String label, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!labelled(label).isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(SETTLE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for the end of " + label);
            }
        }
        return true;
    }

    /** Whether it went without an interrupt. */
    private static boolean awaitNone(String label, Duration grace, Set<Long> told) {
        long deadline = System.nanoTime() + grace.toNanos();
        for (List<ProcessHandle> left = labelled(label); !left.isEmpty(); left = labelled(label)) {
            interruptPrograms(left, told);
            LockSupport.parkNanos(POLL_NANOS);
            if (Thread.interrupted()) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                return true;
            }
        }
        return true;
    }

    /**
     * Tells each program once, because a second SIGINT makes OpenTofu and Terraform give up without saving. Bubblewrap
     * itself is not told: it would take its child down at once.
     */
    private static void interruptPrograms(List<ProcessHandle> left, Set<Long> told) {
        Set<Long> programs = left.stream()
                .filter(process -> !isSandbox(process))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        for (ProcessHandle process : left) {
            boolean top = programs.contains(process.pid())
                    && process.parent()
                            .map(parent -> !programs.contains(parent.pid()))
                            .orElse(true);
            if (top && told.add(process.pid())) {
                interrupt(process.pid());
            }
        }
    }

    private static void interrupt(long pid) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -INT \"$1\"", "sh", Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSandbox(ProcessHandle process) {
        return read(Long.toString(process.pid()), "comm")
                .map(text -> text.strip().equals("bwrap"))
                .orElse(false);
    }

    /** Those of the label now; looks into each process of the machine, about 3 ms for a hundred. */
    static List<ProcessHandle> labelled(String label) {
        String wanted = VARIABLE + "=" + value(label);
        List<ProcessHandle> found = new ArrayList<>();
        for (String name : Objects.requireNonNullElse(PROC.toFile().list(), new String[0])) {
            boolean isProcess = name.charAt(0) >= '1' && name.charAt(0) <= '9';
            if (isProcess
                    && read(name, "environ").filter(text -> holds(text, wanted)).isPresent()) {
                ProcessHandle.of(Long.parseLong(name)).ifPresent(found::add);
            }
        }
        return found;
    }

    private static boolean holds(String environment, String wanted) {
        return ("\0" + environment).contains("\0" + wanted + "\0");
    }

    /** Empty when the process is gone, a zombie or another user's. */
    private static Optional<String> read(String process, String name) {
        try {
            byte[] content = Files.readAllBytes(PROC.resolve(process).resolve(name));
            return Optional.of(new String(content, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
