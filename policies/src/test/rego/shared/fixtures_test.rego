# Inputs that comply; tests change one thing and look at what is said about it.
package tests.fixtures

commit := "0123456789abcdef0123456789abcdef01234567"

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

principal := {
	"issuer": "https://id.example.org",
	"subject": "42",
	"name": "Dana",
	"groups": ["developers"],
	"claims": {"event_name": "push"},
}

task := {
	"name": "server",
	"driver": "exec",
	"config": {"command": ["./serve"]},
	"env": {"MODE": "live"},
	"resources": {"cpu": 100, "memory": "256MiB"},
	"artifacts": [{"digest": digest, "destination": ".", "unpack": true}],
}

job := {
	"name": "storefront",
	"type": "service",
	"groups": [{
		"name": "web",
		"count": 3,
		"tasks": [task],
		"services": [{"name": "storefront", "port": "http", "checks": [{"type": "http"}]}],
	}],
	"update": {"maxParallel": 1, "autoRevert": true},
	"meta": {"owner": "shop"},
}

admission := {
	"question": "admission",
	"principal": principal,
	"project": "shop",
	"pipeline": "storefront",
	"environment": {
		"name": "production",
		"class": "production",
		"guards": {"approval": {"minApprovals": 1, "excludeInitiator": true}},
	},
	"stage": "production",
	"commit": commit,
	"jobs": [job],
	"artifacts": [{"name": "site", "uri": "https://ci.example.org/site.tar.gz", "digest": digest}],
	"plan": {"format_version": "1.2", "resource_changes": [], "configuration": {"root_module": {}}},
	"policies": {"internal": ["admission"], "external": ["organisation-baseline"]},
}

bundles := {"it": {"manifest": {"revision": "r1", "roots": ["slipway", "system/authz"]}}}

changed(document, path, value) := json.patch(document, [{"op": "add", "path": path, "value": value}])

task_with(path, value) := changed(admission, concat("", ["/jobs/0/groups/0/tasks/0", path]), value)

denied(document) := {reason.rule | some reason in decided(document).deny}

# Whether the two halves of an answer agree is looked at with every input of every test.
decided(document) := decision if {
	decision := data.slipway.decision with input as document with data.system.bundles as bundles
	consistent(decision)
}

consistent(decision) if {
	decision.allow
	count(decision.deny) == 0
}

consistent(decision) if {
	not decision.allow
	count(decision.deny) > 0
}

warned(document) := {reason.rule | some reason in decided(document).warn}
