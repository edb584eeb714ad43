package dev.slipway.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A port as the control plane's, open on loopback and on every address of the host, that counts who comes in. */
public final class Doors implements AutoCloseable {
    private final ServerSocket loopback;
    private final ServerSocket everywhere;
    private final AtomicInteger visitors = new AtomicInteger();

    private Doors(ServerSocket loopback, ServerSocket everywhere) {
        this.loopback = loopback;
        this.everywhere = everywhere;
    }

    /** Two sockets of the same port, which a host allows when one is on loopback alone. */
    public static Doors open() {
        try {
            ServerSocket everywhere = new ServerSocket();
            everywhere.setReuseAddress(true);
            everywhere.bind(new InetSocketAddress("::", 0));
            ServerSocket loopback = new ServerSocket();
            loopback.bind(new InetSocketAddress("127.0.0.1", 0));
            Doors doors = new Doors(loopback, everywhere);
            Thread.ofVirtual().start(() -> doors.serve(everywhere));
            Thread.ofVirtual().start(() -> doors.serve(loopback));
            return doors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Port open on every address. */
    public int port() {
        return everywhere.getLocalPort();
    }

    /** Port open on 127.0.0.1 only. */
    public int loopbackPort() {
        return loopback.getLocalPort();
    }

    /** Every address of the host. */
    public List<String> addresses() {
        try {
            List<String> addresses = new ArrayList<>();
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .map(address -> address.replaceAll("%.*", ""))
                    .forEach(addresses::add);
            return addresses;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int visitors() {
        return visitors.get();
    }

    /** Whether somebody there says hello. */
    public static boolean answers(@Nullable String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 500);
            socket.setSoTimeout(500);
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8).equals("hello");
        } catch (IOException e) {
            return false;
        }
    }

    /** Connects many times; each must work. */
    public static void getAll(@Nullable String host, int port, int times) {
        for (int time = 0; time < times; time++) {
            assertThat(Eventually.within(Duration.ofSeconds(2), () -> answers(host, port)))
                    .isTrue();
        }
    }

    @Override
    public void close() throws IOException {
        loopback.close();
        everywhere.close();
    }

    private void serve(ServerSocket door) {
        while (!door.isClosed()) {
            try (Socket visitor = door.accept()) {
                if (visitor.isConnected()) {
                    visitors.incrementAndGet();
                }
            } catch (IOException e) {
                // Closed by the test.
                return;
            }
        }
    }
}
