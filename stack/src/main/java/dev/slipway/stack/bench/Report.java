package dev.slipway.stack.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.stack.Installation;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects results and shows them, as a table for people and as JSON for programs. */
final class Report {
    private final Instant begin = Instant.now();
    private final double loadBefore = load();
    private final List<ServerResult> servers = new ArrayList<>();
    private final List<StartResult> starts = new ArrayList<>();
    private final List<AuditResult> audits = new ArrayList<>();

    private Report() {}

    static Report begin() {
        return new Report();
    }

    void add(ServerResult result) {
        servers.add(result);
    }

    void add(StartResult result) {
        starts.add(result);
    }

    void add(AuditResult result) {
        audits.add(result);
    }

    /** Writes a file into a folder and returns it. */
    Path write(Path folder, String name) {
        Path file = Installation.folder(folder).resolve(name);
        try {
            Files.writeString(
                    file, ModelJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document()) + "\n");
            return file;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the results cannot be written as JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void print(PrintStream out) {
        for (ServerResult server : servers) {
            out.println();
            out.println(server.server());
            out.println(LevelResult.HEAD);
            server.empty().forEach(result -> out.println(result.line()));
            server.pipelines().forEach(result -> out.println(result.line()));
        }
        for (StartResult start : starts) {
            out.println();
            out.println(start.server());
            start.lines().forEach(out::println);
        }
        for (AuditResult audit : audits) {
            out.println();
            audit.lines().forEach(out::println);
        }
        out.println();
        out.println("took " + Math.round(seconds()) + " s, load average " + loadBefore + " before and " + load()
                + " after");
    }

    private ObjectNode document() {
        ObjectNode document = ModelJson.mapper().createObjectNode();
        document.put("begin", begin.toString());
        document.put("seconds", seconds());
        ObjectNode machine = document.putObject("machine");
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", Runtime.version().toString());
        machine.put("loadBefore", loadBefore);
        machine.put("loadAfter", load());
        document.set("servers", ModelJson.mapper().valueToTree(servers));
        document.set("starts", ModelJson.mapper().valueToTree(starts));
        document.set("audits", ModelJson.mapper().valueToTree(audits));
        return document;
    }

    private double seconds() {
        return (Instant.now().toEpochMilli() - begin.toEpochMilli()) / 1000.0;
    }

    private static double load() {
        return Math.round(100 * ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()) / 100.0;
    }
}
