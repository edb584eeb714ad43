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

named := sprintf("%s (%s)", [object.get(input.principal, "name", input.principal.subject), input.principal.subject])
