package tests.action

import data.tests.fixtures

document := {
	"question": "action",
	"principal": fixtures.changed(fixtures.principal, "/groups", ["leads"]),
	"action": {"kind": "approve", "stage": "production", "target": fixtures.digest, "reason": "fine"},
	"run": {
		"id": "run/shop/storefront/1",
		"project": "shop",
		"pipeline": "storefront",
		"initiator": "https://id.example.org#7",
		"environment": fixtures.admission.environment,
	},
}

said(path, value) := fixtures.denied(fixtures.changed(document, path, value))

asked(groups, kind) := fixtures.denied(json.patch(document, [
	{"op": "add", "path": "/principal/groups", "value": groups},
	{"op": "add", "path": "/action/kind", "value": kind},
]))

test_a_lead_may_approve if fixtures.denied(document) == set()

test_a_developer_may_not_approve if asked(["developers"], "approve") == {"action.group"}

test_who_started_the_run_may_not_approve_it if {
	said("/run/initiator", "https://id.example.org#42") == {"action.initiator"}
}

test_the_same_subject_of_another_issuer_is_somebody_else if {
	said("/run/initiator", "https://other.example.org#42") == set()
}

test_the_initiator_may_approve_where_the_guard_does_not_mind if {
	mild := fixtures.changed(document, "/run/environment/guards/approval/excludeInitiator", false)
	fixtures.denied(fixtures.changed(mild, "/run/initiator", "https://id.example.org#42")) == set()
}

test_the_initiator_may_reject_and_cancel if {
	own := fixtures.changed(document, "/run/initiator", "https://id.example.org#42")
	fixtures.denied(fixtures.changed(own, "/action/kind", "reject")) == set()
	asked(["ci"], "cancel") == set()
}

test_an_approval_without_its_environment_is_denied if {
	said("/run/environment", null) == {"action.environment"}
}

test_other_actions_need_no_environment if {
	every kind in ["cancel", "retry", "rollback"] {
		change := fixtures.changed(document, "/run/environment", null)
		fixtures.denied(fixtures.changed(change, "/action/kind", kind)) == set() with data.slipway.overrides as {"action": {"groups": {kind: ["leads"]}}}
	}
}

test_an_environment_may_name_its_own_approvers if {
	rules := [{"claim": "groups", "value": "dbas"}, {"claim": "team", "value": "data"}, {"claim": "roles", "value": "owner"}]
	guarded := fixtures.changed(document, "/run/environment/guards/approval/rules", rules)
	every change in [["/groups", ["dbas"]], ["/claims", {"team": "data"}], ["/claims", {"roles": ["x", "owner"]}]] {
		person := fixtures.changed(fixtures.changed(fixtures.principal, "/groups", []), change[0], change[1])
		fixtures.denied(fixtures.changed(guarded, "/principal", person)) == set()
	}
	fixtures.denied(fixtures.changed(guarded, "/principal/groups", ["guests"])) == {"action.group"}
}

test_named_approvers_may_do_nothing_else if {
	guarded := fixtures.changed(document, "/run/environment/guards/approval/rules", [{"claim": "groups", "value": "dbas"}])
	dba := fixtures.changed(guarded, "/principal/groups", ["dbas"])
	fixtures.denied(fixtures.changed(dba, "/action/kind", "promote")) == {"action.group"}
}

test_developers_may_cancel_retry_and_roll_back if {
	every kind in ["cancel", "retry", "rollback"] {
		asked(["developers"], kind) == set()
	}
}

test_strangers_may_nothing if {
	every kind in ["approve", "cancel", "retry", "rollback", "pause", "resume", "promote"] {
		asked(["guests"], kind) == {"action.group"}
	}
}

test_an_unknown_action_is_denied if said("/action/kind", "launch") == {"action.kind"}

test_checks_are_never_skipped if {
	every target in ["verify", "request", "approval"] {
		change := json.patch(document, [
			{"op": "add", "path": "/action/kind", "value": "skip"},
			{"op": "add", "path": "/action/target", "value": target},
			{"op": "add", "path": "/principal/groups", "value": ["operators"]},
		])
		fixtures.denied(change) == {"action.never-skipped"}
	}
}

test_a_rejection_needs_a_reason if {
	change := fixtures.changed(document, "/action/kind", "reject")
	fixtures.denied(fixtures.changed(change, "/action/reason", null)) == {"action.reason"}
	fixtures.denied(fixtures.changed(change, "/action/reason", "  ")) == {"action.reason"}
}

test_a_reason_has_a_limit if {
	said("/action/reason", concat("", [c | some _ in numbers.range(1, 1001); c := "x"])) == {"action.reason-length"}
}

test_a_project_may_have_approvers_of_its_own if {
	own := {"projects": {"shop": {"approve": ["shop-leads"]}}}
	asked(["leads"], "approve") == {"action.group"} with data.slipway.overrides as own
	asked(["shop-leads"], "approve") == set() with data.slipway.overrides as own
}
