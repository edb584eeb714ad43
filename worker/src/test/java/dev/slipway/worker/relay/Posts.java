package dev.slipway.worker.relay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.outbound.OutboundClient;
import dev.slipway.activities.outbound.OutboundNetworks;
import dev.slipway.identity.AesSealer;
import dev.slipway.identity.KeyFiles;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Outbox;
import dev.slipway.store.content.SealedSecretStore;
import dev.slipway.store.testing.TestingDatabase;
import dev.slipway.worker.loop.Loop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A project, its outbox and a relay of posts at work on it. */
final class Posts implements AutoCloseable {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    final TestingDatabase database = TestingDatabase.create();
    final AesSealer sealer;
    private final OutboundClient client;
    private final Relay relay;
    private final Loop loop;

    /**
     * @param near whether addresses of this machine may be posted to
     * @param clock time the sender goes by
     * @param lease how long a message belongs to a relay that died
     * @param hosts hosts the project may post to
     */
    Posts(Path folder, boolean near, Clock clock, Duration lease, String... hosts) throws IOException {
        sealer = AesSealer.of(KeyFiles.generateSealKey(folder, "seal"));
        ObjectNode spec = ModelJson.mapper().createObjectNode();
        for (String host : hosts) {
            spec.withObject("outbound").withArray("allowedHosts").add(host);
        }
        database.owner()
                .useTransaction(handle -> handle.createUpdate(
                                "insert into project (name, spec) values ('shop', cast(:spec as jsonb))")
                        .bind("spec", ModelJson.write(spec))
                        .execute());
        new SealedSecretStore(database.api(), sealer).put("shop", "hook-key", SECRET.getBytes(StandardCharsets.UTF_8));
        client = new OutboundClient(
                new OutboundHosts(database.worker()),
                OutboundNetworks.opening(near ? List.of("127.0.0.0/8") : List.of()));
        WebhookSender sender = new WebhookSender(
                database.worker(), client, new SealedSecretStore(database.worker(), sealer), sealer, clock);
        relay = new Relay(database.worker(), WebhookSender.KINDS, sender, 4, lease);
        loop = new Loop("posts", relay);
        relay.whenMore(loop::wake);
    }

    static Posts to(Path folder, String... hosts) throws IOException {
        return new Posts(folder, true, Clock.systemUTC(), Duration.ofSeconds(15), hosts);
    }

    /** Queues a signed webhook of the project. */
    void webhook(String key, String url, String text) {
        ObjectNode payload = ModelJson.mapper().createObjectNode();
        payload.put("project", "shop").put("url", url).put("secretName", "hook-key");
        payload.putObject("body").put("text", text).put("number", 7);
        queue("webhook", key, url, payload);
    }

    void queue(String kind, String key, String target, ObjectNode payload) {
        database.worker().useTransaction(handle -> Outbox.add(handle, kind, key, target, payload));
        loop.wake();
    }

    /** One value by SQL, as the owner; empty when there is none. */
    String value(String sql) {
        return database.owner()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).findOne())
                .orElse("");
    }

    boolean done(String key) {
        return !value("select done_at::text from outbox where key = '" + key + "'")
                .isEmpty();
    }

    @Override
    public void close() {
        loop.close();
        relay.close();
        client.close();
        database.close();
    }
}
