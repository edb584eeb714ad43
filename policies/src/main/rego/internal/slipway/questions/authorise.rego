# May the caller run this commit, now that its facts are known?
package slipway.questions.authorise

import data.slipway.access

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
