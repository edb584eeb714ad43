# In production nothing gets traffic, and nothing counts as healthy, without a check.
package slipway.sets.admission

import data.slipway.jobs

deny contains {
	"rule": "admission.check-required",
	"message": sprintf("job %s has no health check", [job.name]),
	"help": "give at least one service of the job a check: http, tcp or script",
} if {
	jobs.production
	some job in input.jobs
	job.type == "service"
	count([check | some group in job.groups; some service in group.services; some check in service.checks]) == 0
}

deny contains {
	"rule": "admission.service-unchecked",
	"message": sprintf("service %s has no health check", [entry.where]),
	"help": "give the service a check: http, tcp or script",
} if {
	jobs.production
	some entry in jobs.services
	count(object.get(entry.service, "checks", [])) == 0
}

warn contains {
	"rule": "admission.plain-secret",
	"message": sprintf("task %s sets the variable %s in plain text", [entry.where, name]),
	"help": "store the value as a secret and name it under secrets",
} if {
	some entry in jobs.tasks
	some name, _ in entry.task.env
	regex.match(`(?i)(passw(or)?d|secret|private_?key|api_?key)`, name)
}
