package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.identity.KeyFiles;
import dev.slipway.identity.NodeTokens;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.StepName;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestLogs {
    private static final String BYTES = "application/octet-stream";

    private static Api api;
    private static KeyPair keys;

    @BeforeAll
    static void start() {
        api = Api.start();
        Landscape.register(api);
        keys = KeyFiles.generate();
        api.execute("""
                insert into node (id, name, node_pool, datacenter, public_key, state, cpu, memory)
                values ('n1', 'n1', 'default', 'local', ?, 'ready', 4000, 4000000000)""", KeyFiles.encode(keys.getPublic()));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void outputIsAppendedByOffsetAndReadInParts() {
        UUID allocation = Landscape.job(api, "n1");
        assertThat(ship(allocation, 0, "hello ").json().path("nextOffset").asLong())
                .isEqualTo(6);
        assertThat(ship(allocation, 3, "lo world").json().path("nextOffset").asLong())
                .isEqualTo(11);
        assertThat(ship(allocation, 90, "gap").json().path("nextOffset").asLong())
                .isEqualTo(11);

        Reply part = read(allocation, "?offset=6&limit=3", api.developer());

        assertThat(part.text()).isEqualTo("wor");
        assertThat(part.header("Slipway-Next-Offset")).isEqualTo("9");
        assertThat(read(allocation, "?offset=11", api.developer()).bytes()).isEmpty();
        assertThat(read(allocation, "", api.identity().token("nina")).status()).isEqualTo(404);
        assertThat(read(allocation, "?offset=-1", api.developer()).code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.send(
                                "PUT",
                                "/v1/nodes/n1/logs/" + UUID.randomUUID() + "/app/stdout?offset=0",
                                sign(),
                                new byte[] {1},
                                "Content-Type",
                                BYTES)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void followEndsWhenTheTaskIsDeadAndEverythingWasSent() throws Exception {
        UUID allocation = Landscape.job(api, "n1");
        ship(allocation, 0, "first ");
        try (InputStream body = api.open(path(allocation) + "?follow=true", api.developer(), BYTES)) {
            assertThat(new String(body.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("first ");
            ship(allocation, 6, "second ");
            assertThat(new String(body.readNBytes(7), StandardCharsets.UTF_8)).isEqualTo("second ");
            api.execute("update allocation set tasks = '{\"app\": {\"state\": \"dead\"}}' where id = ?", allocation);
            ship(allocation, 13, "last");
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("last");
        }
    }

    @Test
    void outputOfAPipelineTaskIsFoundByItsName() {
        String run = Landscape.run(api);
        String key = new IdempotencyKey(run, 1, null, StepName.TASKS, "test").value();
        String job = "shop/build/local/t-" + IdempotencyKey.shortHash(key);
        String path = "/v1/runs" + run.substring("run".length()) + "/tasks/test/logs";
        assertThat(api.get(path, api.developer()).status()).isEqualTo(404);
        Landscape.job(api, "n1");
        api.execute("""
                insert into job (key, project, environment, region, name, type) values (?, 'shop', 'build', 'local', ?,
                    'batch')""", job, "t-" + IdempotencyKey.shortHash(key));
        api.execute("""
                insert into job_version (job_key, version, digest, spec, created_by)
                select ?, 1, 'sha256:x', spec, 'x' from job_version limit 1""", job);
        UUID allocation = UUID.randomUUID();
        api.execute("""
                insert into allocation (id, job_key, group_name, index, version, node_id, node_epoch, cpu, memory,
                    client_state) values (?, ?, 'task', 0, 1, 'n1', 1, 1, 1, 'complete')""", allocation, job);
        api.send(
                "PUT",
                "/v1/nodes/n1/logs/" + allocation + "/test/stdout?offset=0",
                sign(),
                "3 passed".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                BYTES);

        assertThat(api.call("GET", path, api.developer(), null, "Accept", BYTES).text())
                .isEqualTo("3 passed");
        assertThat(api.call("GET", path + "?follow=true", api.developer(), null, "Accept", BYTES)
                        .text())
                .isEqualTo("3 passed");
        assertThat(api.get(path + "?stream=both", api.developer()).status()).isIn(400, 406);
    }

    @Test
    void contentIsUploadedOnceAndOnlyItsProjectReadsIt() {
        byte[] content = "site".getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(content);
        Reply reply = api.send(
                "POST",
                "/v1/artifacts?name=site",
                api.developer(),
                content,
                "Content-Type",
                BYTES,
                "Idempotency-Key",
                "upload-1");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("digest").asText()).isEqualTo(digest.value());
        assertThat(reply.json().path("size").asLong()).isEqualTo(4);
        String path = "/v1/artifacts/" + digest;
        assertThat(api.call("GET", path, api.developer(), null, "Accept", BYTES).status())
                .isEqualTo(404);
        api.execute(
                "insert into artifact (project, workflow_id, name, digest, uri, origin)"
                        + " values ('shop', 'run/shop/storefront/1', 'site', ?, 'x', 'trigger')",
                digest.value());
        assertThat(api.call("GET", path, api.developer(), null, "Accept", BYTES).bytes())
                .isEqualTo(content);
        assertThat(api.call("GET", path, api.identity().token("nina"), null, "Accept", BYTES)
                        .status())
                .isEqualTo(404);
        assertThat(api.send("POST", "/v1/artifacts", api.developer(), content, "Content-Type", BYTES)
                        .code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_MISSING);
    }

    private static Reply ship(UUID allocation, long offset, String text) {
        return api.send(
                "PUT",
                "/v1/nodes/n1/logs/" + allocation + "/app/stdout?offset=" + offset,
                sign(),
                text.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                BYTES);
    }

    private static Reply read(UUID allocation, String query, String token) {
        return api.call("GET", path(allocation) + query, token, null, "Accept", BYTES);
    }

    private static String path(UUID allocation) {
        return "/v1/allocations/" + allocation + "/logs/app/stdout";
    }

    private static String sign() {
        return NodeTokens.sign("n1", keys.getPrivate(), Clock.systemUTC());
    }
}
