# May the caller run this commit, now that its facts are known?
package slipway.questions.authorise

import data.slipway.access
import data.slipway.token

deny contains {
	"rule": "authorise.group",
	"message": sprintf("%s may not run commits of project %s", [access.named, input.project]),
	"help": sprintf("be in one of the groups %s", [concat(", ", access.groups("authorise", input.project))]),
} if {
	not access.member("authorise", input.project)
}

deny contains {
	"rule": "authorise.ref-protected",
	"message": sprintf("%s is not a protected ref of pipeline %s", [input.ref, input.pipeline]),
	"help": sprintf("run commits of %s", [concat(", ", input.protectedRefs)]),
} if {
	not ref_protected
}

ref_protected if {
	some pattern in input.protectedRefs
	glob.match(pattern, ["/"], input.ref)
}

# A retry is asked for with the permission for actions and runs the same commit again.
deny contains reason if some reason in token.refusals({"trigger", "action"}, input.project)
