package tests.baseline

import data.tests.fixtures

said(path, value) := fixtures.denied(fixtures.changed(fixtures.admission, path, value))

staging(document) := fixtures.changed(document, "/environment/class", "staging")

test_production_restores_itself if {
	said("/jobs/0/update/autoRevert", false) == {"baseline.auto-revert"}
	fixtures.denied(json.remove(fixtures.admission, ["/jobs/0/update"])) == {"baseline.auto-revert"}
	fixtures.denied(staging(fixtures.changed(fixtures.admission, "/jobs/0/update/autoRevert", false))) == set()
	batch := fixtures.changed(fixtures.admission, "/jobs/0/type", "batch")
	fixtures.denied(fixtures.changed(batch, "/jobs/0/update/autoRevert", false)) == set()
}

test_production_is_owned if {
	said("/jobs/0/meta", {}) == {"baseline.owner"}
	said("/jobs/0/meta/owner", "  ") == {"baseline.owner"}
	fixtures.denied(staging(fixtures.changed(fixtures.admission, "/jobs/0/meta", {}))) == set()
}

test_instances_have_a_limit if said("/jobs/0/groups/0/count", 51) == {"baseline.count"}

test_artifacts_travel_encrypted if {
	every uri in ["http://ci.example.org/x", "HTTP://user@ci.example.org/x", "http://localhost@evil.example.org/x"] {
		said("/artifacts/0/uri", uri) == {"baseline.artifact-transport"}
	}
	every uri in ["http://127.0.0.1:8080/x", "http://localhost/x", "http://[::1]:80/x", "oci://r/x", null] {
		said("/artifacts/0/uri", uri) == set()
	}
}

test_secrets_in_the_clear_may_not_and_are_not_repeated if {
	key := "AKIAABCDEFGHIJKLMNOP"
	document := fixtures.task_with("/env", {"KEY": key})
	fixtures.denied(document) == {"baseline.secret-in-spec"}
	decision := data.slipway.decision with input as document with data.system.bundles as fixtures.bundles
	not contains(json.marshal(decision), key)
	fixtures.denied(fixtures.task_with("/config", {"args": ["--key", key]})) == {"baseline.secret-in-spec"}
	pem := "-----BEGIN EC PRIVATE KEY-----\nabc"
	fixtures.denied(fixtures.task_with("/env", {"PEM": pem})) == {"baseline.secret-in-spec"}
}

test_production_without_approval_is_pointed_out if {
	"baseline.approval" in fixtures.warned(fixtures.changed(fixtures.admission, "/environment/guards", {}))
	rules := {"approval": {"rules": [{"claim": "groups", "value": "leads"}]}}
	not "baseline.approval" in fixtures.warned(fixtures.changed(fixtures.admission, "/environment/guards", rules))
}

test_only_admission_is_answered if {
	fixtures.denied({"question": "trigger", "principal": fixtures.principal}) == {"decision.unknown-question"}
}
