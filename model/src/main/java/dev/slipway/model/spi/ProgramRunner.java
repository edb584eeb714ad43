package dev.slipway.model.spi;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs programs that handle what others wrote (git, tofu, terraform) as children in a sandbox. */
public interface ProgramRunner {
    /**
     * Runs a program to its end. An interrupt or the end of the time limit sends SIGINT, waits for the grace and then kills
     * the whole tree. A caller whose label may have a predecessor runs its programs in {@link #exclusively}.
     *
     * @param lines told each line of output as it comes, in the caller's thread
     * @throws dev.slipway.model.SlipwayException UNAVAILABLE when the sandbox is missing or the program cannot be started
     */
    Result run(Program program, Consumer<String> lines) throws InterruptedException;

    /**
     * Stops what earlier calls with this label left running, also those of a process that is gone; returns when nothing
     * is left.
     *
     * @param grace from SIGINT to SIGKILL
     */
    void fence(String label, Duration grace) throws InterruptedException;

    /**
     * Does work as the only one of its label among all processes on this machine that share the runner's folder. What an
     * earlier holder left running, because its process was killed, is stopped first.
     *
     * @param label of the programs the work runs
     * @param waiting what happens while somebody else is at it
     * @param work what to do
     */
    <T> T exclusively(String label, Waiting waiting, Work<T> work) throws IOException, InterruptedException;

    /** How to wait for another who does work of the same label. */
    enum Waiting {
        /** Until it is done. */
        QUEUE,
        /** It is a forgotten try of the same work: its programs are stopped until it gives way. */
        FENCE
    }

    /** Work done exclusively. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * What to run and what it may see.
     *
     * @param label names the work; at most one program of a label runs at a time
     * @param command program and arguments, seen by everybody on the machine: never a secret
     * @param directory working folder, one of the writable ones or below
     * @param environment all it gets besides PATH, LANG and TZ
     * @param access files it sees besides the system's programs and libraries
     * @param limits time and size
     * @param stdin file read as standard input; null for none
     * @param stdout file that receives standard output; null when output is read as lines together with errors
     */
    record Program(
            String label,
            List<String> command,
            Path directory,
            Map<String, String> environment,
            Access access,
            Limits limits,
            @Nullable Path stdin,
            @Nullable Path stdout) {
        public Program {
            requireNonNull(label, "label is null");
            requireNonNull(directory, "directory is null");
            requireNonNull(access, "access is null");
            requireNonNull(limits, "limits is null");
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("command is empty");
            }
        }

        @Override
        public String toString() {
            return "Program" + command;
        }
    }

    /**
     * The world of a program.
     *
     * @param readable paths bound read-only at their own place
     * @param writable paths bound writable at their own place
     * @param network whether it shares the host's network, loopback included; otherwise it has none
     * @param outlivesParent whether it goes on when our process is killed, so that it can end its work in order; it is
     *     fenced by the next call of its label and ends after its time limit in any case
     */
    record Access(List<Path> readable, List<Path> writable, boolean network, boolean outlivesParent) {
        public Access {
            readable = List.copyOf(readable);
            writable = List.copyOf(writable);
        }
    }

    /**
     * @param time how long it may run
     * @param grace from SIGINT to SIGKILL
     * @param fileBytes largest file it may write
     */
    record Limits(Duration time, Duration grace, long fileBytes) {}

    /**
     * How it ended.
     *
     * @param exitCode 128 + signal when a signal ended it
     * @param timedOut whether it was stopped because its time was over
     * @param tail last lines of its output, at most 16 KiB
     */
    record Result(int exitCode, boolean timedOut, String tail) {}
}
