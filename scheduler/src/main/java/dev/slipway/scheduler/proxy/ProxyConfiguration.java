package dev.slipway.scheduler.proxy;

import dev.slipway.model.Digest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configuration of HAProxy: one loopback port, one backend per service, chosen by host name.
 *
 * @param port loopback port
 * @param backends host name without port to its slots
 */
record ProxyConfiguration(int port, SortedMap<String, List<Slot>> backends) {
    /** Variable of the running proxy that tells which {@link #generation} it was started with. */
    static final String GENERATION = "SLIPWAY_GENERATION";

    private static final String HEAD = """
            # Written by Slipway; changes are overwritten.
            global
                maxconn 4000
                hard-stop-after 30s
                setenv %s %s

            defaults
                mode http
                timeout connect 1s
                timeout client 60s
                timeout server 60s
                timeout http-request 10s
                timeout http-keep-alive 30s
                timeout queue 5s
                timeout tunnel 1h
                retries 3
                option redispatch 1
                option idle-close-on-response
                retry-on conn-failure empty-response

            frontend services
                bind 127.0.0.1:%d
                http-request disable-l7-retry unless { method GET HEAD OPTIONS }
                use_backend %%[req.hdr(host),field(1,:),lower]
                default_backend unknown

            backend unknown
                http-request return status 404 content-type text/plain string "No service has this name.\\n"
            """;

    ProxyConfiguration {
        backends = new TreeMap<>(backends);
        backends.replaceAll((host, slots) -> List.copyOf(slots));
    }

    /** Host name of a service, {@code <service>.<environment>.<project>.localhost}. */
    static String host(String project, String environment, String service) {
        return service + "." + environment + "." + project + ".localhost";
    }

    /** Changes only with what a running proxy cannot be told: the port, the services, the number of slots. */
    String generation() {
        StringBuilder layout = new StringBuilder(HEAD).append(port);
        backends.forEach(
                (host, slots) -> layout.append('\n').append(host).append(' ').append(slots.size()));
        return Digest.of(layout.toString()).hex().substring(0, 16);
    }

    String render() {
        StringBuilder text = new StringBuilder(HEAD.formatted(GENERATION, generation(), port));
        for (Map.Entry<String, List<Slot>> backend : backends.entrySet()) {
            text.append("\nbackend ").append(backend.getKey()).append("\n    balance roundrobin\n");
            for (int index = 0; index < backend.getValue().size(); index++) {
                line(text, index + 1, backend.getValue().get(index));
            }
        }
        return text.toString();
    }

    /** A draining instance is not written: a proxy that starts now has no request of it to end. */
    private static void line(StringBuilder text, int number, Slot slot) {
        text.append("    server s")
                .append(number)
                .append(' ')
                .append(slot.address())
                .append(':')
                .append(slot.port());
        text.append(slot.mode() == Slot.Mode.READY ? "\n" : " disabled\n");
    }
}
