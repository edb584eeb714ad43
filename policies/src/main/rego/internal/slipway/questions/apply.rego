# May this person change what operators own?
package slipway.questions.apply

import data.slipway.access
import data.slipway.settings

allowed := object.get(settings.current.apply.kinds, input.resource.kind, general)

general := access.groups("apply", object.get(input.resource, "project", ""))

deny contains {
	"rule": "apply.group",
	"message": sprintf("%s may not change %s %s", [access.named, input.resource.kind, input.resource.name]),
	"help": sprintf("be in one of the groups %s", [concat(", ", allowed)]),
} if {
	not access.in_any(allowed)
}
