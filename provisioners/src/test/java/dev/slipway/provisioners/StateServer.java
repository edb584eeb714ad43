package dev.slipway.provisioners;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.Digest;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.infra.LockOutcome;
import dev.slipway.store.infra.StateAccess;
import dev.slipway.store.infra.StateAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** The HTTP face of {@link InfraStates} as OpenTofu and Terraform speak to it, for one state. */
final class StateServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final InfraStates states;
    private final StateAddress address;
    private volatile Predicate<String> broken = method -> false;
    private volatile int brokenStatus = 503;

    StateServer(InfraStates states, StateAddress address) throws IOException {
        this.states = states;
        this.address = address;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/state/" + address.path();
    }

    /** Methods called so far, in order. */
    List<String> calls() {
        return calls;
    }

    /** From now on answers with an error to some methods: callers come again after 503, and give up after 403. */
    void breakFor(int status, Predicate<String> methods) {
        brokenStatus = status;
        broken = methods;
    }

    String token(String owner) {
        String token = UUID.randomUUID().toString();
        states.issueToken(address, owner, Digest.of(token), Duration.ofMinutes(10));
        return token;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        calls.add(method);
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            if (broken.test(method)) {
                answer(exchange, brokenStatus, new byte[0]);
                return;
            }
            handle(exchange, method, body);
        } catch (SlipwayException e) {
            answer(exchange, e.code().httpStatus(), e.getMessage().getBytes(UTF_8));
        }
    }

    private void handle(HttpExchange exchange, String method, byte[] body) throws IOException {
        StateAccess access = states.check(address, password(exchange));
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        switch (method) {
            case "GET" -> {
                byte[] state = states.latest(address).orElse(new byte[0]);
                answer(exchange, state.length == 0 ? 404 : 200, state);
            }
            case "POST" -> {
                states.put(access, query.replaceFirst("^ID=", ""), body);
                answer(exchange, 200, new byte[0]);
            }
            case "LOCK" -> {
                switch (states.lock(access, new String(body, UTF_8))) {
                    case LockOutcome.Granted granted -> answer(exchange, 200, new byte[0]);
                    case LockOutcome.Held held ->
                        answer(exchange, 423, held.info().getBytes(UTF_8));
                }
            }
            case "UNLOCK" -> {
                states.unlock(access, new String(body, UTF_8));
                answer(exchange, 200, new byte[0]);
            }
            default -> answer(exchange, 405, new byte[0]);
        }
    }

    private static String password(HttpExchange exchange) {
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String credentials = new String(Base64.getDecoder().decode(header.replaceFirst("^Basic ", "")), UTF_8);
        return credentials.replaceFirst("^slipway:", "");
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
