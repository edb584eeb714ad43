# May this person change what operators own?
package slipway.questions.apply

import data.slipway.access
import data.slipway.settings
import data.slipway.token

kind := input.resource.kind

allowed := object.get(settings.current.apply.kinds, kind, usual)

usual := access.groups("apply", object.get(input.resource, "project", "")) if kind != "Token"

# A token is good for no more than its maker may do, so everybody who may start runs somewhere may make one.
usual := array.concat(settings.current.groups.trigger, own_groups) if kind == "Token"

own_groups := [group | some project in settings.current.projects; some group in project.trigger]

deny contains {
	"rule": "apply.group",
	"message": sprintf("%s may not change %s %s", [access.named, kind, input.resource.name]),
	"help": sprintf("be in one of the groups %s", [concat(", ", allowed)]),
} if {
	not access.in_any(allowed)
}

# Otherwise code of a change request could leave with a credential that no longer tells where it came from.
deny contains {
	"rule": "apply.change-request",
	"message": sprintf("a credential issued for a %s makes no tokens", [event]),
	"help": "make tokens as yourself",
} if {
	kind == "Token"
	some event in access.refused_events
}

deny contains reason if {
	some reason in token.refusals({"apply"}, object.get(input.resource, "project", null))
}

deny contains reason if {
	kind in token.people_only_kinds
	some reason in token.people_only(sprintf("making or ending a %s", [kind]))
}
