# Own tokens: every question with every permission, inside and outside their projects.
package tests.token

import data.tests.fixtures

all_permissions := {"read", "trigger", "action", "apply"}

own(permissions, projects) := {
	"id": "abcdefghijkl",
	"name": "nightly",
	"permissions": permissions,
	"projects": projects,
}

holder(token) := json.patch(fixtures.principal, [
	{"op": "add", "path": "/groups", "value": ["operators", "leads"]},
	{"op": "add", "path": "/claims", "value": {"token": token}},
])

documents := {
	"read": {"question": "read", "project": "shop"},
	"trigger": {
		"question": "trigger",
		"project": "shop",
		"pipeline": "storefront",
		"ref": "refs/heads/main",
		"commit": fixtures.commit,
	},
	"authorise": {
		"question": "authorise",
		"project": "shop",
		"pipeline": "storefront",
		"ref": "refs/heads/main",
		"protectedRefs": ["refs/heads/main"],
		"commit": fixtures.commit,
		"commitAuthor": "dana@example.org",
	},
	"action": {
		"question": "action",
		"action": {"kind": "cancel", "stage": "-", "target": "", "reason": "fine"},
		"run": {
			"id": "run/shop/storefront/1",
			"project": "shop",
			"pipeline": "storefront",
			"initiator": "https://id.example.org#7",
			"environment": fixtures.admission.environment,
		},
	},
	"apply": {
		"question": "apply",
		"resource": {"kind": "Environment", "name": "production", "project": "shop"},
		"spec": {},
	},
}

needed := {
	"read": {"read"},
	"trigger": {"trigger"},
	"authorise": {"trigger", "action"},
	"action": {"action"},
	"apply": {"apply"},
}

said(question, token) := fixtures.denied(object.union(documents[question], {"principal": holder(token)}))

test_each_permission_is_good_for_its_questions_only if {
	every question, wanted in needed {
		every permission in all_permissions {
			expected := {rule | rule := "token.permission"; not permission in wanted}
			said(question, own([permission], null)) == expected
		}
	}
}

test_without_permissions_nothing_is_allowed if {
	every question, _ in needed {
		said(question, own([], null)) == {"token.permission"}
	}
}

test_all_permissions_are_no_more_than_the_owner_may if {
	every question, _ in needed {
		document := object.union(documents[question], {"principal": holder(own(all_permissions, null))})
		said(question, own(all_permissions, ["shop"])) == set()
		fixtures.denied(fixtures.changed(document, "/principal/groups", [])) != set()
	}
}

test_projects_narrow_every_question if {
	every question, _ in needed {
		said(question, own(all_permissions, ["shop", "other"])) == set()
		said(question, own(all_permissions, ["other"])) == {"token.project"}
		said(question, own(all_permissions, [])) == {"token.project"}
		said(question, own([], ["other"])) == {"token.permission", "token.project"}
	}
}

test_a_narrowed_token_changes_nothing_of_the_installation if {
	document := json.remove(documents.apply, ["/resource/project"])
	asked(document, own(["apply"], ["shop"])) == {"token.project"}
	asked(document, own(["apply"], null)) == set()
}

asked(document, token) := fixtures.denied(object.union(document, {"principal": holder(token)}))

test_decisions_of_people_are_not_made_with_tokens if {
	every kind in ["approve", "reject", "promote", "override", "skip"] {
		document := fixtures.changed(documents.action, "/action/kind", kind)
		asked(document, own(all_permissions, null)) == {"token.people-only"}
		asked(document, own(["read"], ["other"])) == {"token.people-only", "token.permission", "token.project"}
	}
}

test_operators_cannot_make_them_so if {
	document := fixtures.changed(documents.action, "/action/kind", "approve")
	free := {"action": {"groups": {"approve": ["operators"]}}, "apply": {"kinds": {"Token": ["operators"]}}}
	asked(document, own(all_permissions, null)) == {"token.people-only"} with data.slipway.overrides as free
	made("Token", own(all_permissions, null)) == {"token.people-only"} with data.slipway.overrides as free
}

made(kind, token) := asked({"question": "apply", "resource": {"kind": kind, "name": "t"}, "spec": {}}, token)

test_a_token_makes_and_ends_no_tokens if {
	every kind in ["Token", "TokenOfOthers"] {
		made(kind, own(all_permissions, null)) == {"token.people-only"}
	}
}

made_by(groups, claims, kind) := fixtures.denied({
	"question": "apply",
	"principal": json.patch(fixtures.principal, [
		{"op": "add", "path": "/groups", "value": groups},
		{"op": "add", "path": "/claims", "value": claims},
	]),
	"resource": {"kind": kind, "name": "t"},
	"spec": {},
})

test_whoever_may_start_runs_may_make_tokens if {
	every group in ["developers", "leads", "operators", "ci"] {
		made_by([group], {}, "Token") == set()
	}
	made_by(["auditors"], {}, "Token") == {"apply.group"}
	made_by([], {}, "Token") == {"apply.group"}
}

test_so_may_who_may_start_runs_of_one_project if {
	team := {"projects": {"shop": {"trigger": ["shop-team"]}, "other": {"read": ["readers"]}}}
	made_by(["shop-team"], {}, "Token") == set() with data.slipway.overrides as team
	made_by(["readers"], {}, "Token") == {"apply.group"} with data.slipway.overrides as team
}

test_operators_may_say_who_makes_tokens if {
	narrow := {"apply": {"kinds": {"Token": ["leads"]}}}
	made_by(["leads"], {}, "Token") == set() with data.slipway.overrides as narrow
	made_by(["developers"], {}, "Token") == {"apply.group"} with data.slipway.overrides as narrow
}

test_only_operators_see_and_end_what_others_made if {
	made_by(["operators"], {}, "TokenOfOthers") == set()
	made_by(["leads"], {}, "TokenOfOthers") == {"apply.group"}
}

test_change_requests_make_no_tokens if {
	made_by(["ci"], {"event_name": "pull_request"}, "Token") == {"apply.change-request"}
	made_by(["ci"], {"pipeline_source": "merge_request_event"}, "Token") == {"apply.change-request"}
	made_by(["ci"], {"event_name": "push"}, "Token") == set()
}

test_a_claim_of_another_shape_is_no_token if {
	every claim in ["text", 1, true, null, ["read"]] {
		said("read", claim) == set()
	}
}

test_a_broken_token_is_denied if {
	every broken in [{}, {"id": "x"}, own("read", null), own(["read"], "shop"), own(["everything"], null)] {
		said("read", broken) == {"decision.input"}
	}
}
