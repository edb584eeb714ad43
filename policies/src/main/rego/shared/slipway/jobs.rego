# The jobs of an admission taken apart, each part with the place people find it at.
package slipway.jobs

groups contains {
	"where": sprintf("%s/%s", [job.name, group.name]),
	"job": job,
	"group": group,
} if {
	some job in input.jobs
	some group in job.groups
}

tasks contains {
	"where": sprintf("%s/%s", [entry.where, task.name]),
	"job": entry.job,
	"task": task,
} if {
	some entry in groups
	some task in entry.group.tasks
}

services contains {
	"where": sprintf("%s/%s", [entry.where, service.name]),
	"job": entry.job,
	"service": service,
} if {
	some entry in groups
	some service in entry.group.services
}

production if input.environment.class == "production"

pinned(digest) if {
	is_string(digest)
	regex.match(`^sha256:[0-9a-f]{64}$`, digest)
}

bytes(size) := to_number(parts[1]) * factors[parts[2]] if {
	parts := regex.find_all_string_submatch_n(`^([0-9]+)([KMGT]?i?B)$`, size, 1)[0]
}

factors := {
	"B": 1,
	"KiB": 1024,
	"MiB": 1024 * 1024,
	"GiB": (1024 * 1024) * 1024,
	"TiB": ((1024 * 1024) * 1024) * 1024,
}
