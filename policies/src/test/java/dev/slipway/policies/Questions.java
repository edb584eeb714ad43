package dev.slipway.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spi.PolicyQuestion;

/** Questions that comply with the shipped rules. */
final class Questions {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String PRINCIPAL = """
            {"issuer": "https://id.example.org", "subject": "42", "name": "Dana", "groups": ["developers"],
             "claims": {"event_name": "push", "aud": ["slipway"]}}
            """;
    private static final String ENVIRONMENT = """
            {"name": "production", "class": "production", "guards": {"approval": {"minApprovals": 1,
             "excludeInitiator": true, "rules": [{"claim": "groups", "value": "developers", "count": 1, "required": true}]},
             "drivers": ["exec", "docker"]}}
            """;
    private static final String JOB = """
            {"name": "storefront", "type": "service", "meta": {"owner": "shop"}, "update": {"autoRevert": true},
             "groups": [{"name": "web", "count": 2,
               "tasks": [{"name": "server", "driver": "docker",
                 "config": {"image": "registry.example.org/shop@%1$s", "privileged": false, "cap_add": [],
                   "mounts": [{"type": "volume", "source": "data", "target": "/data"}]},
                 "env": {"MODE": "live"}, "resources": {"cpu": 100, "memory": "256MiB"},
                 "artifacts": [{"digest": "%1$s"}]}],
               "networks": [{"ports": [{"name": "http", "to": 8080}]}],
               "services": [{"name": "storefront", "port": "http", "checks": [{"type": "http"}]}]}]}
            """.formatted(DIGEST);
    private static final String PLAN = """
            {"format_version": "1.2", "resource_changes": [{"address": "aws_security_group_rule.x",
              "type": "aws_security_group_rule", "provider_name": "registry.example.org/hashicorp/aws",
              "change": {"actions": ["create"], "after": {"type": "ingress", "cidr_blocks": ["10.0.0.0/8"],
                "from_port": 22, "to_port": 22}}}],
             "configuration": {"provider_config": {"aws": {"full_name": "registry.example.org/hashicorp/aws"}},
              "root_module": {"resources": [{"address": "terraform_data.x", "type": "terraform_data",
                "provisioners": []}]}}}
            """;

    private Questions() {}

    static ObjectNode admissionInput() {
        ObjectNode input = object("""
                {"project": "shop", "pipeline": "storefront", "stage": "production", "commit": "%s",
                 "artifacts": [{"name": "site", "uri": "https://ci.example.org/site", "digest": "%s", "origin": "trigger"}],
                 "policies": {"internal": ["admission", "plan"], "external": ["organisation-baseline"]}}
                """.formatted(COMMIT, DIGEST));
        input.set("principal", object(PRINCIPAL));
        input.set("environment", object(ENVIRONMENT));
        JobSpec spec = ModelJson.read(JOB, JobSpec.class);
        input.putArray("jobs").add(ModelJson.mapper().valueToTree(spec));
        input.set("plan", object(PLAN));
        return input;
    }

    static PolicyQuestion admission() {
        return new PolicyQuestion("admission", admissionInput());
    }

    /** As asked by a script that holds an own token. */
    static PolicyQuestion withToken(PolicyQuestion question) {
        ObjectNode input = question.input().deepCopy();
        input.withObject("/principal/claims/token").setAll(object("""
                {"id": "abcdefgh0123", "name": "nightly", "permissions": ["read", "trigger"], "projects": ["shop"]}"""));
        return new PolicyQuestion(question.name(), input);
    }

    static PolicyQuestion trigger() {
        ObjectNode input = object("""
                {"project": "shop", "pipeline": "storefront", "ref": "refs/heads/main", "commit": "%s", "dryRun": false,
                 "artifacts": [{"name": "site", "uri": "https://ci.example.org/site", "digest": "%s"}]}
                """.formatted(COMMIT, DIGEST));
        return withPrincipal("trigger", input);
    }

    static PolicyQuestion authorise() {
        ObjectNode input = object("""
                {"project": "shop", "pipeline": "storefront", "ref": "refs/heads/main", "commit": "%s",
                 "protectedRefs": ["refs/heads/main"], "commitAuthor": "dana@example.org"}
                """.formatted(COMMIT));
        return withPrincipal("authorise", input);
    }

    static PolicyQuestion action() {
        ObjectNode input = object("""
                {"action": {"kind": "approve", "stage": "production", "target": "%s", "reason": "fine"},
                 "run": {"id": "run/shop/storefront/1", "project": "shop", "pipeline": "storefront",
                  "initiator": "https://id.example.org#7"}}
                """.formatted(DIGEST));
        ((ObjectNode) input.path("run")).set("environment", object(ENVIRONMENT));
        return withPrincipal("action", input);
    }

    static PolicyQuestion read() {
        return withPrincipal("read", object("{\"project\": \"shop\"}"));
    }

    static PolicyQuestion apply() {
        ObjectNode input = object(
                "{\"resource\": {\"kind\": \"Environment\", \"name\": \"x\", \"project\": \"shop\"}, \"spec\": {}}");
        input.set("principal", object(PRINCIPAL.replace("developers", "operators")));
        return new PolicyQuestion("apply", input);
    }

    static ObjectNode object(String json) {
        return ModelJson.read(json, ObjectNode.class);
    }

    private static PolicyQuestion withPrincipal(String question, ObjectNode input) {
        input.set("principal", object(PRINCIPAL));
        return new PolicyQuestion(question, input);
    }
}
