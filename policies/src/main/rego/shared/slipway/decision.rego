# The one document Slipway asks for. A question is known when the bundle has a schema for it; its rules are looked at
# only when the input fits the schema, so that no rule stays silent because something it reads is missing.
package slipway

import data.slipway.settings

decision := {
	"allow": allow,
	"deny": denials,
	"warn": warnings,
	"revision": revision,
}

default allow := false

allow if {
	settled[0]
	checked[0]
	count(denials) == 0
}

# Without a revision there is no decision: an answer that cannot be traced to its rules must not be acted on.
revision := text if {
	some bundle in data.system.bundles
	"slipway" in bundle.manifest.roots
	text := bundle.manifest.revision
}

denials contains {
	"rule": "decision.unknown-question",
	"message": sprintf("there are no rules for the question %v", [object.get(input, "question", "(none)")]),
	"help": "ask one of the questions that have a schema in the bundle",
} if {
	not known
}

denials contains {
	"rule": "decision.input",
	"message": sprintf("the input does not fit the question %s: %s: %s", [input.question, error.field, error.desc]),
	"help": "send the document described by the bundle's schema for this question",
} if {
	some error in checked[1]
}

# Rules over broken lists could stay silent too, so broken lists deny everything.
denials contains {
	"rule": "decision.settings",
	"message": sprintf("the lists of the %s engine are broken: %s: %s", [
		object.get(data.slipway.defaults, "engine", "unknown"),
		error.field,
		error.desc,
	]),
	"help": "mend the bundle's slipway/overrides/data.json",
} if {
	some error in settled[1]
}

denials contains reason if {
	settled[0]
	checked[0]
	some reason in data.slipway.questions[input.question].deny
}

warnings contains reason if {
	settled[0]
	checked[0]
	some reason in data.slipway.questions[input.question].warn
}

default known := false

known if data.slipway.schema[input.question]

checked := json.match_schema(input, data.slipway.schema[input.question])

settled := json.match_schema(settings.current, data.slipway.shape)
