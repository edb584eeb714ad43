# Optional: a service survives the loss of one instance.
package slipway.sets["high-availability"]

import data.slipway.jobs

deny contains {
	"rule": "high-availability.count",
	"message": sprintf("group %s runs %d instances", [entry.where, entry.group.count]),
	"help": "run at least 2",
} if {
	some entry in jobs.groups
	entry.job.type == "service"
	entry.group.count < 2
}

deny contains {
	"rule": "high-availability.parallel",
	"message": sprintf("job %s replaces %d instances at once", [entry.job.name, entry.job.update.maxParallel]),
	"help": sprintf("set maxParallel below the count of group %s", [entry.where]),
} if {
	some entry in jobs.groups
	entry.job.type == "service"
	entry.group.count > 1
	entry.job.update.maxParallel >= entry.group.count
}
