# Sizes stay within what operators set.
package slipway.sets.admission

import data.slipway.jobs
import data.slipway.settings

limits := settings.current.limits

deny contains {
	"rule": "admission.cpu",
	"message": sprintf("task %s asks for %d thousandths of a core", [entry.where, entry.task.resources.cpu]),
	"help": sprintf("ask for %d to %d", [limits.cpu.least, limits.cpu.most]),
} if {
	some entry in jobs.tasks
	outside(entry.task.resources.cpu, limits.cpu.least, limits.cpu.most)
}

deny contains {
	"rule": "admission.memory",
	"message": sprintf("task %s asks for %s of memory", [entry.where, entry.task.resources.memory]),
	"help": sprintf("ask for %s to %s", [limits.memory.least, limits.memory.most]),
} if {
	some entry in jobs.tasks
	outside(jobs.bytes(entry.task.resources.memory), jobs.bytes(limits.memory.least), jobs.bytes(limits.memory.most))
}

deny contains {
	"rule": "admission.count",
	"message": sprintf("group %s asks for %d instances", [entry.where, entry.group.count]),
	"help": sprintf("ask for at most %d", [limits.count]),
} if {
	some entry in jobs.groups
	entry.group.count > limits.count
}

outside(amount, least, _) if amount < least

outside(amount, _, most) if amount > most
