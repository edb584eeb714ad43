# Admission asks policy sets: the mandatory ones always, others when project, environment or pipeline name them.
package slipway.questions.admission

import data.slipway.settings

sets := settings.current.sets

requested contains name if some name in input.policies[settings.current.engine]

applied := {name | some name in sets.mandatory} | (requested & {name | some name in sets.optional})

deny contains reason if {
	some name in applied
	some reason in data.slipway.sets[name].deny
}

warn contains reason if {
	some name in applied
	some reason in data.slipway.sets[name].warn
}

deny contains {
	"rule": "admission.unknown-policy-set",
	"message": sprintf("the %s engine has no policy set %s", [settings.current.engine, name]),
	"help": sprintf("name sets among %s", [concat(", ", array.concat(sets.mandatory, sets.optional))]),
} if {
	some name in requested
	not name in sets.mandatory
	not name in sets.optional
}
