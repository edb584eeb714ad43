# Which groups may do what; a project may have groups of its own, which then stand instead of the general ones.
package slipway.access

import data.slipway.settings

default groups(_, _) := []

groups(question, project) := object.get(settings.current.projects, [project, question], settings.current.groups[question])

default in_any(_) := false

in_any(groups) if {
	some group in input.principal.groups
	group in groups
}

default member(_, _) := false

member(question, project) if in_any(groups(question, project))

# Schedules of a pipeline may start it and have it run, whatever groups there are; their operators say whether there are any.
member(question, project) if {
	question in {"trigger", "authorise"}
	input.principal.issuer == "slipway"
	"slipway:schedules" in input.principal.groups
	input.principal.subject == sprintf("schedule/%s/%s", [project, input.pipeline])
}

# A forge whose post was proven may start the pipeline it was proven for; operators say whether there is one.
member(question, project) if {
	question in {"trigger", "authorise"}
	input.principal.issuer == "slipway"
	"slipway:webhooks" in input.principal.groups
	input.principal.subject == sprintf("webhook/%s/%s", [project, input.pipeline])
}

named := sprintf("%s (%s)", [object.get(input.principal, "name", input.principal.subject), input.principal.subject])

# Events whose code may come from anybody, as the caller's credential tells them.
refused_events contains event if {
	some claim in ["event_name", "pipeline_source"]
	event := input.principal.claims[claim]
	event in settings.current.trigger.refusedEvents
}
