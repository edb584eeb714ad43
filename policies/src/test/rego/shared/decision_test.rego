package tests.decision

import data.slipway
import data.tests.fixtures

test_a_complying_stage_is_allowed_with_the_revision if {
	decision := slipway.decision with input as fixtures.admission with data.system.bundles as fixtures.bundles
	decision == {"allow": true, "deny": set(), "warn": set(), "revision": "r1"}
}

test_without_a_bundle_revision_there_is_no_decision if {
	not slipway.decision with input as fixtures.admission with data.system.bundles as {}
}

test_an_unknown_question_is_denied if {
	fixtures.denied({"question": "launch"}) == {"decision.unknown-question"}
}

test_no_question_is_denied if {
	fixtures.denied({}) == {"decision.unknown-question"}
}

test_a_question_that_is_no_text_is_denied if {
	fixtures.denied({"question": {"a": 1}}) == {"decision.unknown-question"}
}

test_an_input_that_lacks_something_is_denied_without_looking_at_rules if {
	some path in ["/principal", "/environment", "/jobs", "/artifacts", "/policies", "/commit", "/stage"]
	document := json.remove(fixtures.admission, [path])
	fixtures.denied(document) == {"decision.input"}
}

test_every_missing_part_is_noticed if {
	every path in ["/principal", "/environment", "/jobs", "/artifacts", "/policies", "/commit", "/stage", "/project"] {
		fixtures.denied(json.remove(fixtures.admission, [path])) == {"decision.input"}
	}
}

test_wrong_types_are_noticed if {
	every change in [
		["/commit", "main"],
		["/environment/class", "moon"],
		["/jobs/0/groups", []],
		["/jobs/0/groups/0/tasks/0/resources/memory", "lots"],
		["/jobs/0/groups/0/count", -1],
		["/principal/groups", "developers"],
		["/plan", []],
		["/plan/resource_changes", [{"address": "x"}]],
	] {
		fixtures.denied(fixtures.changed(fixtures.admission, change[0], change[1])) == {"decision.input"}
	}
}

test_broken_lists_deny_everything if {
	decision := slipway.decision with input as fixtures.admission
		with data.system.bundles as fixtures.bundles
		with data.slipway.overrides as {"sets": {"mandatory": "none"}}
	not decision.allow
	"decision.settings" in {reason.rule | some reason in decision.deny}
}

test_no_plan_is_fine if {
	fixtures.denied(fixtures.changed(fixtures.admission, "/plan", null)) == set()
}

test_an_unknown_policy_set_is_denied if {
	document := fixtures.changed(fixtures.admission, "/policies", {"internal": ["hope"], "external": ["hope"]})
	fixtures.denied(document) == {"admission.unknown-policy-set"}
}
