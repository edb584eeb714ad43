# May this caller start a run of this pipeline on this ref?
package slipway.questions.trigger

import data.slipway.access
import data.slipway.jobs
import data.slipway.settings
import data.slipway.token

rules := settings.current.trigger

deny contains {
	"rule": "trigger.group",
	"message": sprintf("%s may not start runs of project %s", [access.named, input.project]),
	"help": sprintf("be in one of the groups %s", [concat(", ", access.groups("trigger", input.project))]),
} if {
	not access.member("trigger", input.project)
}

deny contains {
	"rule": "trigger.ref",
	"message": sprintf("runs are not started from %s", [input.ref]),
	"help": sprintf("use a full ref name that matches %s", [concat(" or ", rules.refs)]),
} if {
	not ref_allowed
}

ref_allowed if {
	some pattern in rules.refs
	glob.match(pattern, ["/"], input.ref)
}

# Code of a change request may come from anybody; it must not run with what the pipeline may do.
deny contains {
	"rule": "trigger.change-request",
	"message": sprintf("the token was issued for a %s", [event]),
	"help": "start runs from pushes to the repository itself",
} if {
	some event in access.refused_events
}

deny contains {
	"rule": "trigger.artifact-digest",
	"message": sprintf("the artifact %s has no SHA-256 digest", [artifact.name]),
	"help": "hand artifacts over as name=uri@sha256:<64 hexadecimal digits>",
} if {
	some artifact in input.artifacts
	not jobs.pinned(artifact.digest)
}

deny contains reason if some reason in token.refusals({"trigger"}, input.project)
