package dev.slipway.client;

import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;

/** A project's secrets: values go in and never come out. */
public final class SecretCalls {
    private final Transport transport;

    SecretCalls(Transport transport) {
        this.transport = transport;
    }

    /** A secret's name and how often it was set. */
    public record SecretName(String name, long revision) {}

    public void set(String project, String name, byte[] value) {
        Map<String, String> body = Map.of("value", Base64.getEncoder().encodeToString(value));
        transport.send(Call.json("PUT", path(project, name), body).retrying(Retry.REPEATABLE));
    }

    public Stream<SecretName> list(String project) {
        String path = Call.path("v1", "projects", project, "secrets");
        return Pages.stream(cursor ->
                transport.send(Call.get(Call.query(path, Paging.at(cursor)))).asPageOf(SecretName.class));
    }

    public void delete(String project, String name) {
        transport.send(Call.delete(path(project, name)));
    }

    private static String path(String project, String name) {
        return Call.path("v1", "projects", project, "secrets", name);
    }
}
