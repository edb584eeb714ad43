package dev.slipway.apiserver.testing;

import java.util.Map;
import java.util.UUID;

/** A project with an environment and a pipeline, registered over the API. */
public final class Landscape {
    public static final String PROJECT = "shop";
    public static final String PIPELINE = "storefront";
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private Landscape() {}

    public static void register(Api api) {
        put(api, "/v1/projects/shop", """
                {"apiVersion": "slipway/v1", "kind": "Project", "metadata": {"name": "shop"},
                 "spec": {"description": "The shop"}}""");
        put(api, "/v1/projects/shop/environments/production", """
                apiVersion: slipway/v1
                kind: Environment
                metadata: {name: production, project: shop}
                spec:
                  class: production
                  guards:
                    approval: {minApprovals: 1, excludeInitiator: true}
                """);
        put(api, "/v1/projects/shop/pipelines/storefront", """
                apiVersion: slipway/v1
                kind: PipelineRegistration
                metadata: {name: storefront, project: shop}
                spec: {repository: /srv/git/storefront, environments: [production]}
                """);
    }

    /** A body that starts a run. */
    public static Map<String, Object> start() {
        return Map.of("ref", "refs/heads/main", "commit", COMMIT, "dryRun", false);
    }

    /** A run accepted over the API; its id. */
    public static String run(Api api) {
        Reply reply = api.post("/v1/projects/shop/pipelines/storefront/runs", api.developer(), start());
        if (reply.status() != 202) {
            throw new IllegalStateException(reply.toString());
        }
        return reply.json().path("id").asText();
    }

    /** A job with two versions and an allocation on a fresh node, as worker and scheduler leave them; the allocation. */
    public static UUID job(Api api, String node) {
        api.execute("""
                insert into node (id, name, node_pool, datacenter, public_key, state, cpu, memory)
                values (?, 'n1', 'default', 'local', 'none', 'ready', 4000, 4000000000) on conflict do nothing""", node);
        api.execute("""
                insert into job (key, project, environment, region, name, type, desired_version, stable_version,
                    next_version) values ('shop/production/local/web', 'shop', 'production', 'local', 'web', 'service',
                    2, 2, 3) on conflict do nothing""");
        for (int version = 1; version <= 2; version++) {
            api.execute("""
                    insert into job_version (job_key, version, digest, spec, created_by)
                    values ('shop/production/local/web', ?, ?, ?::jsonb, 'run/shop/storefront/1')
                    on conflict do nothing""", version, "sha256:" + version, SPEC);
        }
        UUID id = UUID.randomUUID();
        // One statement, as the scheduler's plans are: a node that is told of news finds it.
        api.execute("""
                with moved as (update node set modify_index = modify_index + 1 where id = ? returning id, modify_index)
                insert into allocation (id, job_key, group_name, index, version, node_id, node_epoch, cpu, memory,
                    client_state, modify_index)
                select ?, 'shop/production/local/web', 'web', ?, 2, id, 1, 10, 1000, 'running', modify_index
                from moved""", node, id, Math.floorMod(id.hashCode(), 1_000_000));
        return id;
    }

    private static final String SPEC = """
            {"name": "web", "type": "service", "groups": [{"name": "web", "count": 1, "tasks": [{"name": "app",
             "driver": "mock", "config": {}, "secrets": [{"name": "db-password", "env": "DB"}],
             "artifacts": [{"digest": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}]}]}]}""";

    private static void put(Api api, String path, String body) {
        String type = body.startsWith("{") ? "application/json" : "application/yaml";
        Reply reply = api.call("PUT", path, api.operator(), body, "Content-Type", type, "If-None-Match", "*");
        if (reply.status() != 201) {
            throw new IllegalStateException(path + ": " + reply);
        }
    }
}
