package dev.slipway.scheduler.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Talks to the newest worker of a running HAProxy, and to its master, over the master's socket. */
final class HaproxyMaster {
    private static final String NEWEST = "@1 ";
    private static final int BACKEND = 1;
    private static final int SERVER = 3;
    private static final int ADDRESS = 4;
    private static final int ADMIN = 6;
    private static final int PORT = 18;
    private static final int MAINTENANCE_BITS = 0x23;
    private static final int DRAIN_BITS = 0x18;

    private final Path socket;

    HaproxyMaster(Path socket) {
        this.socket = socket;
    }

    /** The generation the newest worker runs with; empty when it is none of ours. */
    Optional<String> generation() throws IOException {
        String answer = ask(NEWEST + "show env " + ProxyConfiguration.GENERATION);
        String prefix = ProxyConfiguration.GENERATION + "=";
        return answer.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst();
    }

    /** Host name to slots of the newest worker. */
    SortedMap<String, List<Slot>> backends() throws IOException {
        SortedMap<String, List<Slot>> backends = new TreeMap<>();
        for (String line : ask(NEWEST + "show servers state").lines().toList()) {
            String[] fields = line.split(" ", -1);
            if (fields.length > PORT && !line.startsWith("#")) {
                if (fields[SERVER].startsWith("s")) {
                    backends.computeIfAbsent(fields[BACKEND], host -> new ArrayList<>())
                            .add(slot(fields));
                }
            }
        }
        return backends;
    }

    /** Changes one slot; the address is only touched when it is another one. */
    void set(String host, int number, Slot before, Slot after) throws IOException {
        String server = "set server " + host + "/s" + number;
        boolean moved = !before.address().equals(after.address()) || before.port() != after.port();
        if (moved) {
            command(server + " state maint");
            command(server + " addr " + after.address() + " port " + after.port());
        }
        switch (after.mode()) {
            case READY -> command(server + " state ready");
            case DRAIN -> command(server + " state drain");
            case OFF -> command(server + " state maint");
        }
    }

    /** Starts a worker with the configuration file as it is now; the old one ends what it has. */
    void reload() throws IOException {
        ask("reload");
    }

    private void command(String command) throws IOException {
        String answer = ask(NEWEST + command).strip();
        boolean refused = answer.startsWith("No such") || answer.startsWith("Unknown") || answer.contains("nvalid");
        if (refused) {
            throw new IOException("HAProxy refused '" + command + "': " + answer);
        }
    }

    private String ask(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.shutdownOutput();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
            while (channel.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            return answer.toString(StandardCharsets.US_ASCII);
        }
    }

    private static Slot slot(String[] fields) {
        int admin = Integer.parseInt(fields[ADMIN]);
        Slot.Mode mode = (admin & MAINTENANCE_BITS) != 0
                ? Slot.Mode.OFF
                : (admin & DRAIN_BITS) != 0 ? Slot.Mode.DRAIN : Slot.Mode.READY;
        return new Slot(fields[ADDRESS], Integer.parseInt(fields[PORT]), mode);
    }
}
