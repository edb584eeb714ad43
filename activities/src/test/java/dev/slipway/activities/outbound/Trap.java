package dev.slipway.activities.outbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener on every address of this machine that nobody may reach: counts who does, and answers. */
final class Trap implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();

    Trap() throws IOException {
        this(null, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
    }

    /** @param address null for every address of the machine */
    Trap(InetAddress address, String answer) throws IOException {
        socket = new ServerSocket(0, 50, address);
        Thread.ofVirtual().start(() -> accept(answer));
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept(String answer) {
        while (!socket.isClosed()) {
            try {
                Socket one = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> answer(one, answer));
            } catch (IOException e) {
                // Closed meanwhile; the count is all that matters.
                return;
            }
        }
    }

    /** Stays on the line until the other side goes. */
    private static void answer(Socket socket, String answer) {
        try (Socket one = socket) {
            byte[] buffer = new byte[4096];
            one.getInputStream().read(buffer);
            one.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            int read = 0;
            while (read >= 0) {
                read = one.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
