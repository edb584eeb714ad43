# Tasks run on drivers the environment allows.
package slipway.sets.admission

import data.slipway.jobs
import data.slipway.settings

allowed_drivers := object.get(input.environment.guards, "drivers", null)

deny contains {
	"rule": "admission.driver-unknown",
	"message": sprintf("task %s uses the driver %s", [entry.where, entry.task.driver]),
	"help": sprintf("use one of %s", [concat(", ", settings.current.drivers.known)]),
} if {
	some entry in jobs.tasks
	not entry.task.driver in settings.current.drivers.known
}

deny contains {
	"rule": "admission.driver-not-allowed",
	"message": sprintf("task %s uses %s, which environment %s does not allow", [
		entry.where,
		entry.task.driver,
		input.environment.name,
	]),
	"help": sprintf("use one of %s", [concat(", ", allowed_drivers)]),
} if {
	is_array(allowed_drivers)
	some entry in jobs.tasks
	not entry.task.driver in allowed_drivers
}

# A driver without isolation is allowed only by an environment that names it.
deny contains {
	"rule": "admission.raw-exec",
	"message": sprintf("task %s runs without isolation on %s", [entry.where, entry.task.driver]),
	"help": "use exec or docker, or let an operator list the driver in the environment's guards",
} if {
	not is_array(allowed_drivers)
	some entry in jobs.tasks
	entry.task.driver in settings.current.drivers.explicit
}

warn contains {
	"rule": "admission.mock-in-production",
	"message": sprintf("task %s runs nothing: its driver is mock", [entry.where]),
	"help": "use a real driver in production",
} if {
	jobs.production
	some entry in jobs.tasks
	entry.task.driver == "mock"
}
