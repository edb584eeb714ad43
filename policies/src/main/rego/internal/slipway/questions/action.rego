# May this person approve, reject, cancel, retry, roll back and so on?
package slipway.questions.action

import data.slipway.access
import data.slipway.settings
import data.slipway.token

rules := settings.current.action

kind := input.action.kind

approval := object.get(input, ["run", "environment", "guards", "approval"], null)

deny contains {
	"rule": "action.kind",
	"message": sprintf("there is no action %s", [kind]),
	"help": sprintf("use one of %s", [concat(", ", object.keys(rules.groups))]),
} if {
	not rules.groups[kind]
}

deny contains {
	"rule": "action.group",
	"message": sprintf("%s may not %s runs of project %s", [access.named, kind, input.run.project]),
	"help": sprintf("be in one of the groups %s", [concat(", ", rules.groups[kind])]),
} if {
	rules.groups[kind]
	not access.in_any(object.get(settings.current.projects, [input.run.project, kind], rules.groups[kind]))
	not named_by_guard
}

# An environment may name its own approvers; they need no general group.
named_by_guard if {
	kind in ["approve", "reject"]
	some rule in approval.rules
	has_claim(rule.claim, rule.value)
}

has_claim("groups", value) if value in input.principal.groups

has_claim(claim, value) if input.principal.claims[claim] == value

has_claim(claim, value) if value in input.principal.claims[claim]

deny contains {
	"rule": "action.environment",
	"message": sprintf("it is not said which environment the %s is for", [kind]),
	"help": "send the environment with its guards",
} if {
	kind in ["approve", "promote", "override"]
	not is_object(input.run.environment)
}

deny contains {
	"rule": "action.initiator",
	"message": sprintf("%s started this run and may not approve it", [access.named]),
	"help": "ask somebody else to approve",
} if {
	kind == "approve"
	approval.excludeInitiator == true
	concat("#", [input.principal.issuer, input.principal.subject]) == input.run.initiator
}

deny contains {
	"rule": "action.never-skipped",
	"message": sprintf("%s is never skipped", [input.action.target]),
	"help": "skip applies to other steps only",
} if {
	kind == "skip"
	input.action.target in rules.neverSkipped
}

deny contains {
	"rule": "action.reason",
	"message": sprintf("a %s needs a reason", [kind]),
	"help": "say why in a few words",
} if {
	kind in rules.reasonRequired
	trim_space(reason) == ""
}

deny contains {
	"rule": "action.reason-length",
	"message": sprintf("the reason has %d characters", [count(reason)]),
	"help": sprintf("use at most %d", [rules.longestReason]),
} if {
	count(reason) > rules.longestReason
}

default reason := ""

reason := input.action.reason if is_string(input.action.reason)

deny contains reason if some reason in token.refusals({"action"}, input.run.project)

deny contains reason if {
	kind in token.people_only_actions
	some reason in token.people_only(sprintf("%s", [kind]))
}
