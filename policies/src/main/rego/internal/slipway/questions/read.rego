# May this person see a project?
package slipway.questions.read

import data.slipway.access
import data.slipway.token

deny contains {
	"rule": "read.group",
	"message": sprintf("%s may not see project %s", [access.named, input.project]),
	"help": sprintf("be in one of the groups %s", [concat(", ", access.groups("read", input.project))]),
} if {
	not access.member("read", input.project)
}

deny contains reason if some reason in token.refusals({"read"}, input.project)
