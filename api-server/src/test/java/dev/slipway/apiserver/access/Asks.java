package dev.slipway.apiserver.access;

import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.AuditedApi;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.identity.KeyFiles;
import dev.slipway.identity.SecretTokens;
import dev.slipway.model.Digest;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.StepName;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How each operation of the API is called; the key is method and path as the OpenAPI document writes them. */
final class Asks {
    private static final String BYTES = "application/octet-stream";
    private static final String NODE = "n1";
    private static final byte[] CONTENT = "site".getBytes(StandardCharsets.UTF_8);
    private static final String PROJECT = """
            {"apiVersion": "slipway/v1", "kind": "Project", "metadata": {"name": "%s"}, "spec": {}}""";
    private static final String ENVIRONMENT = """
            {"apiVersion": "slipway/v1", "kind": "Environment", "metadata": {"name": "%s", "project": "shop"},
             "spec": {"class": "staging"}}""";
    private static final String PIPELINE = """
            {"apiVersion": "slipway/v1", "kind": "PipelineRegistration", "metadata": {"name": "%s", "project": "shop"},
             "spec": {"repository": "/srv/git/other"}}""";

    private final Api api;
    private final UUID allocation;
    private final AtomicInteger names = new AtomicInteger();
    private final Map<String, Ask> asks = new TreeMap<>();

    /** Prepares what the operations are called on. */
    Asks(Api api) {
        this.api = api;
        this.allocation = Landscape.job(api, NODE);
        api.execute("""
                insert into artifact (project, workflow_id, name, digest, uri, origin)
                values ('shop', 'run/shop/storefront/1', 'site', ?, 'x', 'trigger')""", Digest.of(CONTENT).value());
        open();
        registry();
        runs();
        jobs();
        content();
        tokens();
        nodes();
        states();
        audit();
        webhook();
    }

    Map<String, Ask> all() {
        return asks;
    }

    private void open() {
        reads("/health/live", "/health/ready", "/v1/openapi.json");
        asks.put(
                "POST /v1/callbacks/{token}",
                token -> api.call("POST", "/v1/callbacks/" + callback(), token, Map.of("outcome", "passed")));
    }

    private void webhook() {
        String path = "/v1/projects/shop/pipelines/storefront/webhook";
        asks.put(
                "POST /v1/projects/{project}/pipelines/{name}/webhook",
                token -> api.call("POST", path, token, Map.of("ref", "refs/heads/main")));
    }

    private void registry() {
        reads("/v1/projects", "/v1/runs", "/v1/jobs", "/v1/services", "/v1/nodes");
        asks.put("GET /v1/events", token -> api.call("GET", "/v1/events", token, null, "Accept", "application/json"));
        read("/v1/projects/{project}", "/v1/projects/shop");
        for (String list : new String[] {"environments", "pipelines", "secrets"}) {
            read("/v1/projects/{project}/" + list, "/v1/projects/shop/" + list);
        }
        read("/v1/projects/{project}/environments/{name}", "/v1/projects/shop/environments/production");
        read("/v1/projects/{project}/pipelines/{name}", "/v1/projects/shop/pipelines/storefront");
        read("/v1/projects/{project}/pipelines/{name}/schedules", "/v1/projects/shop/pipelines/storefront/schedules");
        create("/v1/projects/{project}", "/v1/projects/", PROJECT);
        create("/v1/projects/{project}/environments/{name}", "/v1/projects/shop/environments/", ENVIRONMENT);
        create("/v1/projects/{project}/pipelines/{name}", "/v1/projects/shop/pipelines/", PIPELINE);
        String secret = "/v1/projects/shop/secrets/";
        asks.put(
                "PUT /v1/projects/{project}/secrets/{name}",
                token -> api.call("PUT", secret + name(), token, Map.of("value", "aHVzaA==")));
        asks.put("DELETE /v1/projects/{project}/secrets/{name}", token -> {
            String path = secret + name();
            api.call("PUT", path, api.operator(), Map.of("value", "aHVzaA=="));
            return api.call("DELETE", path, token, null);
        });
        asks.put(
                "POST /v1/validate",
                token -> api.call("POST", "/v1/validate?kind=Pipeline", token, "spec: {}", yaml()));
    }

    private void audit() {
        try {
            new AuditedApi(api).sequence();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        long shops = api.value(Long.class, "select min(index) from audit_entry where project = 'shop'");
        reads("/v1/audit", "/v1/audit/checkpoint", "/v1/audit/checkpoints");
        read("/v1/audit/proof", "/v1/audit/proof?index=" + shops);
        read("/v1/audit/consistency", "/v1/audit/consistency?from=1");
    }

    private void runs() {
        asks.put(
                "POST /v1/projects/{project}/pipelines/{name}/runs",
                token -> post("/v1/projects/shop/pipelines/storefront/runs", token, Landscape.start()));
        String run = "/v1/runs/{project}/{pipeline}/{number}";
        asks.put("GET " + run, token -> api.call("GET", path(Landscape.run(api)), token, null));
        asks.put(
                "POST " + run + "/actions",
                token -> post(path(Landscape.run(api)) + "/actions", token, Map.of("kind", "cancel")));
        asks.put("GET " + run + "/tasks/{task}/logs", token -> {
            String id = Landscape.run(api);
            taskOf(id);
            return api.call("GET", path(id) + "/tasks/test/logs", token, null, "Accept", BYTES);
        });
    }

    private void jobs() {
        String job = "/v1/jobs/{project}/{environment}/{region}/{name}";
        String web = "/v1/jobs/shop/production/local/web";
        read(job, web);
        asks.put("POST " + job + "/actions", token -> {
            api.execute("delete from deployment where job_key = 'shop/production/local/web'");
            return post(web + "/actions", token, Map.of("kind", "rollback", "target", "1"));
        });
        read("/v1/allocations/{id}", "/v1/allocations/" + allocation);
        asks.put(
                "GET /v1/allocations/{id}/logs/{task}/{stream}",
                token -> api.call(
                        "GET", "/v1/allocations/" + allocation + "/logs/app/stdout", token, null, "Accept", BYTES));
    }

    private void content() {
        asks.put("POST /v1/artifacts", token -> upload("/v1/artifacts", "POST", token));
        upload("/v1/artifacts", "POST", api.developer());
        asks.put(
                "GET /v1/artifacts/{digest}",
                token -> api.call("GET", "/v1/artifacts/" + Digest.of(CONTENT), token, null, "Accept", BYTES));
    }

    /** The token to end is another person's. */
    private void tokens() {
        read("/v1/tokens", "/v1/tokens");
        asks.put("POST /v1/tokens", token -> post("/v1/tokens", token, Map.of("name", name())));
        asks.put("DELETE /v1/tokens/{id}", token -> {
            String owner = api.identity().token("tess", "developers");
            String id = post("/v1/tokens", owner, Map.of("name", name()))
                    .json()
                    .path("id")
                    .asText();
            return api.call("DELETE", "/v1/tokens/" + id, token, null);
        });
    }

    private void nodes() {
        String node = "/v1/nodes/" + NODE;
        asks.put(
                "POST /v1/nodes/join-tokens",
                token -> post("/v1/nodes/join-tokens", token, Map.of("nodePool", "default")));
        String key = KeyFiles.encode(KeyFiles.generate().getPublic());
        Map<String, Object> guess = Map.of("token", "guess", "name", "n9", "publicKey", key);
        asks.put("POST /v1/nodes/join", token -> api.call("POST", "/v1/nodes/join", token, guess));
        asks.put("PUT /v1/nodes/{id}", token -> api.call("PUT", node, token, Map.of("cpu", 1)));
        asks.put("POST /v1/nodes/{id}/sync", token -> api.call("POST", node + "/sync", token, Map.of("nodeEpoch", 1)));
        asks.put("POST /v1/nodes/{id}/updates", token -> api.call("POST", node + "/updates", token, Map.of("seq", 1)));
        read("/v1/nodes/{id}/allocations/{allocation}/secrets", node + "/allocations/" + allocation + "/secrets");
        asks.put(
                "PUT /v1/nodes/{id}/logs/{allocation}/{task}/{stream}",
                token -> upload(node + "/logs/" + allocation + "/app/stdout?offset=0", "PUT", token));
        String content = node + "/artifacts/" + Digest.of(CONTENT);
        asks.put("PUT /v1/nodes/{id}/artifacts/{digest}", token -> upload(content, "PUT", token));
        read("/v1/nodes/{id}/artifacts/{digest}", content);
    }

    private void states() {
        String state = "/v1/state/shop/production/network";
        for (String method : new String[] {"GET", "POST", "DELETE", "LOCK", "UNLOCK"}) {
            String body = method.equals("GET") || method.equals("DELETE") ? null : "{\"ID\": \"lock-1\"}";
            asks.put(
                    method + " /v1/state/{project}/{environment}/{module}",
                    token -> api.call(method, state, token, body));
        }
    }

    private void reads(String... paths) {
        for (String path : paths) {
            read(path, path);
        }
    }

    private void read(String template, String path) {
        asks.put("GET " + template, token -> api.call("GET", path, token, null));
    }

    private void create(String template, String path, String file) {
        asks.put("PUT " + template, token -> {
            String name = name();
            return api.call("PUT", path + name, token, file.formatted(name), "If-None-Match", "*");
        });
    }

    private Reply post(String path, @Nullable String token, Object body) {
        return api.call(
                "POST", path, token, body, "Idempotency-Key", UUID.randomUUID().toString());
    }

    private Reply upload(String path, String method, @Nullable String token) {
        String key = UUID.randomUUID().toString();
        return api.send(method, path, token, CONTENT, "Content-Type", BYTES, "Idempotency-Key", key);
    }

    private String name() {
        return "name-" + names.incrementAndGet();
    }

    private static String path(String run) {
        return "/v1/runs" + run.substring("run".length());
    }

    private static String[] yaml() {
        return new String[] {"Content-Type", "application/yaml"};
    }

    private String callback() {
        String token = SecretTokens.random("callback");
        api.execute(
                "insert into wait (key, workflow_id, kind, callback_hash, expires_at)"
                        + " values (?, 'run/shop/storefront/1', 'callback', ?, now() + interval '1 hour')",
                name(),
                SecretTokens.hash(token).value());
        return token;
    }

    /** The job of a pipeline task of a run, which wrote nothing and is over. */
    private void taskOf(String run) {
        String task = "t-" + IdempotencyKey.shortHash(new IdempotencyKey(run, 1, null, StepName.TASKS, "test").value());
        String job = "shop/build/local/" + task;
        api.execute("""
                insert into job (key, project, environment, region, name, type)
                values (?, 'shop', 'build', 'local', ?, 'batch')""", job, task);
        api.execute("""
                insert into job_version (job_key, version, digest, spec, created_by)
                select ?, 1, 'sha256:x', spec, 'x' from job_version limit 1""", job);
        api.execute("""
                insert into allocation (id, job_key, group_name, index, version, node_id, node_epoch, cpu, memory,
                    client_state) values (?, ?, 'task', 0, 1, ?, 1, 1, 1, 'complete')""", UUID.randomUUID(), job, NODE);
    }
}
