package tests.trigger

import data.tests.fixtures

document := {
	"question": "trigger",
	"principal": fixtures.principal,
	"project": "shop",
	"pipeline": "storefront",
	"ref": "refs/heads/main",
	"commit": fixtures.commit,
	"dryRun": false,
	"artifacts": [],
}

said(path, value) := fixtures.denied(fixtures.changed(document, path, value))

test_a_developer_may if fixtures.denied(document) == set()

test_a_stranger_may_not if said("/principal/groups", ["guests"]) == {"trigger.group"}

test_no_groups_is_nobody if said("/principal/groups", []) == {"trigger.group"}

test_tags_and_deep_branches_may if {
	said("/ref", "refs/tags/v1") == set()
	said("/ref", "refs/heads/team/topic/1") == set()
}

test_other_refs_may_not if {
	every ref in ["main", "refs/pull/1/merge", "refs/merge-requests/1/head"] {
		said("/ref", ref) == {"trigger.ref"}
	}
}

test_change_requests_may_not if {
	said("/principal/claims", {"event_name": "pull_request"}) == {"trigger.change-request"}
	said("/principal/claims", {"pipeline_source": "merge_request_event"}) == {"trigger.change-request"}
}

test_handed_artifacts_need_digests if {
	said("/artifacts", [{"name": "site", "uri": "x", "digest": "latest"}]) == {"trigger.artifact-digest"}
	said("/artifacts", [{"name": "site", "uri": "x", "digest": null}]) == {"trigger.artifact-digest"}
	said("/artifacts", [{"name": "site", "uri": "x", "digest": fixtures.digest}]) == set()
}

test_a_project_may_have_groups_of_its_own if {
	own := {"projects": {"shop": {"trigger": ["shop-team"]}}}
	fixtures.denied(document) == {"trigger.group"} with data.slipway.overrides as own
	said("/principal/groups", ["shop-team"]) == set() with data.slipway.overrides as own
	said("/project", "other") == set() with data.slipway.overrides as own
}

test_a_removed_list_denies if {
	none := {"groups": {"trigger": null}}
	"decision.settings" in fixtures.denied(document) with data.slipway.overrides as none
}

schedule := {
	"issuer": "slipway",
	"subject": "schedule/shop/storefront",
	"name": "schedule/shop/storefront",
	"groups": ["slipway:schedules"],
	"claims": {},
}

test_a_schedule_may_start_its_pipeline if said("/principal", schedule) == set()

test_a_schedule_may_whatever_groups_a_project_has if {
	own := {"projects": {"shop": {"trigger": ["shop-team"]}}}
	said("/principal", schedule) == set() with data.slipway.overrides as own
}

test_a_schedule_may_not_start_another_pipeline if {
	every subject in ["schedule/shop/other", "schedule/other/storefront", "storefront", "schedule/shop/storefront/0"] {
		said("/principal", object.union(schedule, {"subject": subject})) == {"trigger.group"}
	}
}

test_nobody_else_is_a_schedule if {
	said("/principal", object.union(schedule, {"issuer": "https://id.example.org"})) == {"trigger.group"}
	said("/principal", object.union(schedule, {"groups": []})) == {"trigger.group"}
}

webhook := {
	"issuer": "slipway",
	"subject": "webhook/shop/storefront",
	"name": "dora",
	"groups": ["slipway:webhooks"],
	"claims": {"webhook": {"forge": "github", "delivery": "1", "sender": "dora", "senderId": "7"}},
}

test_a_proven_post_of_a_forge_may_start_its_pipeline if said("/principal", webhook) == set()

test_a_proven_post_may_not_start_another_pipeline if {
	every subject in ["webhook/shop/other", "webhook/other/storefront", "schedule/shop/storefront"] {
		said("/principal", object.union(webhook, {"subject": subject})) == {"trigger.group"}
	}
}

test_nobody_else_is_a_forge if {
	said("/principal", object.union(webhook, {"issuer": "https://id.example.org"})) == {"trigger.group"}
	said("/principal", object.union(webhook, {"groups": ["slipway:schedules"]})) == {"trigger.group"}
}
