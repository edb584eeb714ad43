# No task steps out of its isolation: privileges, namespaces of the host, devices and paths of the host. Option names
# are compared in lower case without separators, so that privileged, Privileged and PRIVILEGED are one.
package slipway.sets.admission

import data.slipway.jobs
import data.slipway.settings

options contains {"where": entry.where, "name": name, "plain": plain(name), "value": value} if {
	some entry in jobs.tasks
	walk(entry.task.config, [path, value])
	name := path[count(path) - 1]
	is_string(name)
}

plain(name) := lower(replace(replace(name, "_", ""), "-", ""))

deny contains {
	"rule": "admission.no-privileged",
	"message": sprintf("task %s sets %s to %v", [option.where, option.name, option.value]),
	"help": "leave the option out; tasks share nothing with the host",
} if {
	some option in options
	lower(format_value(option.value)) in settings.current.isolation.refusedValues[option.plain]
}

deny contains {
	"rule": "admission.no-host-option",
	"message": sprintf("task %s uses the option %s", [option.where, option.name]),
	"help": "leave the option out; it widens what a task may do on the host",
} if {
	some option in options
	option.plain in settings.current.isolation.refusedOptions
	not option.value in {false, null, ""}
	not empty(option.value)
}

deny contains {
	"rule": "admission.no-host-path",
	"message": sprintf("task %s mounts %s of the host", [option.where, path]),
	"help": "use artifacts, secrets or named volumes",
} if {
	some option in options
	option.plain in settings.current.isolation.mountOptions
	walk(option.value, [place, path])
	is_string(path)
	not inside_task(place)
	host_path(path)
}

# Where a mount appears inside the task is the task's own affair.
inside_task(place) if {
	last := place[count(place) - 1]
	is_string(last)
	plain(last) in {"target", "destination", "dst", "containerpath"}
}

host_path(path) if startswith(path, "/")

host_path(path) if startswith(path, "~")

host_path(path) if startswith(path, ".")

host_path(path) if contains(path, "..")

host_path(path) if regex.match(`(source|src)=[/.~]`, path)

empty(value) if {
	is_array(value)
	count(value) == 0
}

empty(value) if {
	is_object(value)
	count(value) == 0
}

format_value(value) := value if is_string(value)

format_value(value) := json.marshal(value) if not is_string(value)
