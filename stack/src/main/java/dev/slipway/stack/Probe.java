package dev.slipway.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** How to see whether a part can be used. */
public sealed interface Probe {
    /** Asks once. */
    boolean ready() throws InterruptedException;

    /** Something accepts connections. */
    record Tcp(int port) implements Probe {
        @Override
        public boolean ready() {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** An address answers with a status from 200 to 299. */
    record Http(URI address) implements Probe {
        private static final HttpClient CLIENT = HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(500))
                .version(HttpClient.Version.HTTP_1_1)
                .build();

        @Override
        public boolean ready() throws InterruptedException {
            try {
                HttpRequest request = HttpRequest.newBuilder(address)
                        .timeout(Duration.ofSeconds(2))
                        .build();
                int status = CLIENT.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                return status >= 200 && status < 300;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** Every one of several says so. */
    record All(List<Probe> probes) implements Probe {
        public All {
            probes = List.copyOf(probes);
        }

        @Override
        public boolean ready() throws InterruptedException {
            for (Probe probe : probes) {
                if (!probe.ready()) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What a function says. */
    record Call(Question question) implements Probe {
        @Override
        public boolean ready() {
            return question.ask();
        }
    }

    /** Answers whether a part is ready. */
    @FunctionalInterface
    interface Question {
        boolean ask();
    }
}
