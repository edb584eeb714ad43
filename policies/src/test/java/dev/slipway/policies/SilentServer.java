package dev.slipway.policies;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Accepts connections, says one thing or nothing at once, and then keeps the connection open for ever. */
final class SilentServer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();
    private final String greeting;

    SilentServer(String greeting) throws IOException {
        this.greeting = greeting;
        Thread.ofVirtual().name("silent").start(this::accept);
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                accepted.add(socket);
                OutputStream out = socket.getOutputStream();
                out.write(greeting.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new IllegalStateException("the silent server broke", e);
            }
        }
    }

    int connections() {
        return accepted.size();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
