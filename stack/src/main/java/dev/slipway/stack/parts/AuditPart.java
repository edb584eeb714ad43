package dev.slipway.stack.parts;

import dev.slipway.audit.main.WitnessConfiguration;
import dev.slipway.audit.note.KeyKind;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.model.ModelJson;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Part;
import dev.slipway.stack.Probe;
import dev.slipway.worker.main.WorkerConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The witness of the audit log: a process of its own with a folder and a key of its own and no way to the database. */
public final class AuditPart {
    private static final String NAME = "audit-witness";
    private static final int HEAP_MEGABYTES = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Installation installation;

    public AuditPart(Installation installation) {
        this.installation = installation;
    }

    public Part part(Launch launch) {
        Path configuration = installation.config().resolve(NAME + ".json");
        List<String> command = launch.java("dev.slipway.audit.main.WitnessMain", HEAP_MEGABYTES, "-Xss512k");
        command.add(configuration.toString());
        Probe ready = new Probe.Http(witnessUrl().resolve("/health/ready"));
        return Part.of(NAME, command, Map.of(), List.of(), ready).preparedBy(() -> prepare(configuration));
    }

    /** What the worker is told. */
    public WorkerConfiguration.Audit settings() {
        return new WorkerConfiguration.Audit(
                key(logFolder(), "log"), witnessUrl(), publicKey(witnessFolder(), "witness"), null);
    }

    /** Public keys of log and witness, for those who verify. */
    public static Path trustFile(Installation installation) {
        return installation.root().resolve("audit.trust");
    }

    private void prepare(Path configuration) {
        try {
            Path log = publicKey(logFolder(), "log");
            Path witness = publicKey(witnessFolder(), "witness");
            Files.writeString(
                    trustFile(installation),
                    "# Public keys of this installation's audit log and of its witness.\n" + Files.readString(log)
                            + Files.readString(witness));
            WitnessConfiguration settings = new WitnessConfiguration(
                    installation.ports().auditWitness(),
                    key(witnessFolder(), "witness"),
                    List.of(log),
                    Installation.folder(installation.data("witness")));
            Files.writeString(configuration, ModelJson.write(settings) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the witness of the audit log", e);
        }
    }

    private URI witnessUrl() {
        return URI.create("http://127.0.0.1:" + installation.ports().auditWitness());
    }

    private Path logFolder() {
        return installation.secrets().folder().resolve("audit-log");
    }

    private Path witnessFolder() {
        return installation.secrets().folder().resolve("audit-witness");
    }

    private Path publicKey(Path folder, String name) {
        return key(folder, name).resolveSibling(name + ".pub");
    }

    /** Several parts are prepared at the same time and ask for the same keys. */
    private static Path key(Path folder, String name) {
        synchronized (AuditPart.class) {
            Path file = folder.resolve(name + ".key");
            if (!Files.exists(file)) {
                generate(Installation.folder(folder), name);
            }
            return file;
        }
    }

    private static void generate(Path folder, String name) {
        byte[] id = new byte[4];
        RANDOM.nextBytes(id);
        String origin = "slipway.local/audit-" + name + "/" + HexFormat.of().formatHex(id);
        KeyKind kind = name.equals("log") ? KeyKind.LOG : KeyKind.WITNESS;
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            NoteSigner.generate(origin, kind).write(folder, name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the key of the audit " + name, e);
        }
    }
}
