package dev.slipway.stack.bench;

import dev.slipway.audit.AuditVerifier;
import dev.slipway.audit.ExportRecord;
import dev.slipway.audit.TrustedKeys;
import dev.slipway.audit.Verdict;
import dev.slipway.cli.audit.RemoteLog;
import dev.slipway.client.SlipwayClient;
import dev.slipway.stack.Installation;
import dev.slipway.stack.parts.AuditPart;
import dev.slipway.stack.parts.OwnerConnection;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Facts as transitions leave them: noted by several writers, ordered, signed and witnessed by the running processes. */
final class AuditBench {
    private static final int WRITERS = 4;
    private static final int PER_TRANSACTION = 100;
    private static final int PROOFS = 2_000;
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration TOKEN_KEPT = Duration.ofMinutes(1);

    private static final String NOTE = """
            insert into audit_intake (kind, fact) select 'transition', jsonb_build_object(
                'actor', audit_part('worker'), 'action', 'admit', 'target', 'run/bench/slot/' || n || '/1/only/request',
                'project', 'bench', 'run', 'run/bench/slot/' || n, 'decision', audit_digest(n::text),
                'digests', jsonb_build_object('input', audit_digest('input' || n)), 'outcome', 'made')
            from generate_series(?, ?) n""";

    private final BenchStack stack;
    private final Installation installation;
    private final BenchOptions options;
    private final PrintStream out;
    private final TokenStock tokens;
    private String token = "";
    private long tokenNanos;

    AuditBench(BenchStack stack, BenchOptions options, PrintStream out) {
        this.stack = stack;
        this.installation = stack.installation();
        this.options = options;
        this.out = out;
        this.tokens = new TokenStock(installation);
    }

    AuditResult measure() {
        long before = number("select size from audit_head");
        out.println("noting " + options.runs() + " facts");
        CpuTimes times = new CpuTimes(installation);
        Map<String, Duration> used = times.now();
        long begin = System.nanoTime();
        note();
        double noted = seconds(begin);
        while (number("select coalesce(max(size), 0) from audit_checkpoint") < before + options.runs()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        double ingested = seconds(begin);
        Map<String, Double> cpu = CpuTimes.perRun(used, times.now(), Math.max(1, options.runs() / 1_000));
        long size = number("select max(size) from audit_checkpoint");
        try (SlipwayClient client = stack.client(this::token)) {
            out.println("ordered and signed in %.1f s; asking for %d proofs".formatted(ingested, PROOFS));
            List<Double> proofs = proofs(client, size);
            Path file = Installation.folder(installation.data("bench")).resolve("log.jsonl");
            out.println("fetching and verifying the log");
            double export = export(client, file);
            double verify = verify(file);
            stack.hold(options.hold(), out);
            return new AuditResult(
                    size,
                    number("select count(*) from audit_checkpoint"),
                    options.runs() / noted,
                    options.runs() / ingested,
                    cpu,
                    Quantiles.of(proofs),
                    export,
                    verify);
        }
    }

    /** One token serves many calls, as with every client; making them is not what is measured. */
    private String token() {
        if (token.isEmpty() || System.nanoTime() - tokenNanos > TOKEN_KEPT.toNanos()) {
            token = tokens.operator();
            tokenNanos = System.nanoTime();
        }
        return token;
    }

    private void note() {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                all.add(writers.submit(() -> note(first)));
            }
            for (Future<?> writer : all) {
                writer.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the facts cannot be noted", e);
        }
    }

    private Void note(int writer) throws SQLException {
        try (Connection connection = OwnerConnection.open(installation, "slipway");
                PreparedStatement insert = connection.prepareStatement(NOTE)) {
            for (int from = writer * PER_TRANSACTION; from < options.runs(); from += WRITERS * PER_TRANSACTION) {
                insert.setInt(1, from);
                insert.setInt(2, Math.min(from + PER_TRANSACTION, options.runs()) - 1);
                insert.executeUpdate();
            }
        }
        return null;
    }

    private static List<Double> proofs(SlipwayClient client, long size) {
        SplittableRandom places = new SplittableRandom(7);
        List<Double> millis = new ArrayList<>();
        for (int number = -PROOFS / 4; number < PROOFS; number++) {
            long index = places.nextLong(size);
            long begin = System.nanoTime();
            client.audit().proof(index, null);
            if (number >= 0) {
                millis.add(seconds(begin) * 1_000);
            }
        }
        return millis;
    }

    private static double export(SlipwayClient client, Path file) {
        long begin = System.nanoTime();
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            RemoteLog log = new RemoteLog(client.audit());
            while (log.hasNext()) {
                writer.write(log.next().line());
                writer.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return seconds(begin);
    }

    private double verify(Path file) {
        long begin = System.nanoTime();
        try (Stream<String> lines = Files.lines(file)) {
            TrustedKeys trust = TrustedKeys.parse(Files.readString(AuditPart.trustFile(installation)));
            Verdict verdict = new AuditVerifier(trust, List.of())
                    .verify(lines.map(ExportRecord::parse).iterator());
            if (!(verdict instanceof Verdict.Sound)) {
                throw new IllegalStateException("the log does not hold: " + verdict);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return seconds(begin);
    }

    private long number(String sql) {
        try (Connection connection = OwnerConnection.open(installation, "slipway");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look at the audit log", e);
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
