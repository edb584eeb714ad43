package tests.operators

import data.tests.fixtures

apply(groups, kind) := fixtures.denied({
	"question": "apply",
	"principal": fixtures.changed(fixtures.principal, "/groups", groups),
	"resource": {"kind": kind, "name": "production", "project": "shop"},
	"spec": {},
})

read(groups) := fixtures.denied({
	"question": "read",
	"principal": fixtures.changed(fixtures.principal, "/groups", groups),
	"project": "shop",
})

test_operators_apply if apply(["operators"], "Environment") == set()

test_others_do_not if {
	every group in ["developers", "leads", "ci", "guests"] {
		apply([group], "Environment") == {"apply.group"}
	}
}

test_a_kind_may_have_groups_of_its_own if {
	own := {"apply": {"kinds": {"Secret": ["leads"]}}}
	apply(["leads"], "Secret") == set() with data.slipway.overrides as own
	apply(["operators"], "Secret") == {"apply.group"} with data.slipway.overrides as own
}

test_a_project_may_have_operators_of_its_own if {
	own := {"projects": {"shop": {"apply": ["shop-operators"]}}}
	apply(["shop-operators"], "Environment") == set() with data.slipway.overrides as own
}

test_members_read if {
	every group in ["developers", "leads", "operators", "ci", "auditors"] {
		read([group]) == set()
	}
}

test_others_see_nothing if {
	read(["guests"]) == {"read.group"}
	read([]) == {"read.group"}
}
