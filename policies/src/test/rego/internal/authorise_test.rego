package tests.authorise

import data.tests.fixtures

document := {
	"question": "authorise",
	"principal": fixtures.principal,
	"project": "shop",
	"pipeline": "storefront",
	"ref": "refs/heads/main",
	"protectedRefs": ["refs/heads/main", "refs/heads/release/*"],
	"commit": fixtures.commit,
	"commitAuthor": "dana@example.org",
}

said(path, value) := fixtures.denied(fixtures.changed(document, path, value))

test_a_protected_ref_may_run if {
	fixtures.denied(document) == set()
	said("/ref", "refs/heads/release/7") == set()
}

test_an_unprotected_ref_may_not if {
	every ref in ["refs/heads/topic", "refs/heads/release/7/x", "refs/heads/main2", "refs/tags/main"] {
		said("/ref", ref) == {"authorise.ref-protected"}
	}
}

test_no_protected_refs_protect_nothing if said("/protectedRefs", []) == {"authorise.ref-protected"}

test_a_stranger_may_not if said("/principal/groups", ["guests"]) == {"authorise.group"}

schedule := {
	"issuer": "slipway",
	"subject": "schedule/shop/storefront",
	"groups": ["slipway:schedules"],
}

test_a_schedule_may_run_its_pipeline if said("/principal", schedule) == set()

test_a_schedule_may_not_run_another_pipeline if {
	said("/principal", object.union(schedule, {"subject": "schedule/shop/other"})) == {"authorise.group"}
}
