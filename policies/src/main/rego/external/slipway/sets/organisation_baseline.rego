# What the organisation asks of every project, whatever the project's own operators allow.
package slipway.sets["organisation-baseline"]

import data.slipway.jobs
import data.slipway.settings

rules := settings.current.baseline

deny contains {
	"rule": "baseline.auto-revert",
	"message": sprintf("job %s does not restore the last stable version by itself", [job.name]),
	"help": "set autoRevert to true in the stage's rollout or in the job's update",
} if {
	jobs.production
	some job in input.jobs
	job.type == "service"
	not job.update.autoRevert
}

deny contains {
	"rule": "baseline.owner",
	"message": sprintf("nobody owns job %s", [job.name]),
	"help": sprintf("set meta.%s to a team or a person", [rules.ownerLabel]),
} if {
	jobs.production
	some job in input.jobs
	trim_space(object.get(job, ["meta", rules.ownerLabel], "")) == ""
}

deny contains {
	"rule": "baseline.count",
	"message": sprintf("group %s asks for %d instances", [entry.where, entry.group.count]),
	"help": sprintf("ask for at most %d", [rules.mostInstances]),
} if {
	some entry in jobs.groups
	entry.group.count > rules.mostInstances
}

deny contains {
	"rule": "baseline.artifact-transport",
	"message": sprintf("the artifact %s comes from %s", [artifact.name, artifact.uri]),
	"help": "use https",
} if {
	some artifact in input.artifacts
	is_string(artifact.uri)
	startswith(lower(artifact.uri), "http://")
	host := regex.find_all_string_submatch_n(`^http://(?:[^/@]*@)?(\[[^\]]*\]|[^:/]*)`, lower(artifact.uri), 1)[0][1]
	not host in rules.loopback
}

# The value itself is never repeated: reasons are stored and shown.
deny contains {
	"rule": "baseline.secret-in-spec",
	"message": sprintf("task %s carries something that looks like a secret at %s", [entry.where, place]),
	"help": "store it as a secret and name it under secrets; replace it where it was used",
} if {
	some entry in jobs.tasks
	some part in ["env", "config"]
	walk(object.get(entry.task, part, {}), [path, value])
	is_string(value)
	some pattern in rules.secretPatterns
	regex.match(pattern, value)
	place := concat(".", array.concat([part], [text | some step in path; text := sprintf("%v", [step])]))
}

warn contains {
	"rule": "baseline.approval",
	"message": sprintf("nobody has to approve what goes to %s", [input.environment.name]),
	"help": "let an operator set guards.approval.minApprovals",
} if {
	jobs.production
	not approved
}

approved if input.environment.guards.approval.minApprovals > 0

approved if {
	rules_of_guard := input.environment.guards.approval.rules
	is_array(rules_of_guard)
	count(rules_of_guard) > 0
}
