# What an own token may do at most: what its owner may, narrowed to the permissions and projects it was made with. These
# rules only ever deny, so a claim of the same name from an identity provider cannot widen anything.
package slipway.token

# Decisions and credentials are for people; no list of an operator changes that.
people_only_actions := {"approve", "reject", "promote", "override", "skip"}

people_only_kinds := {"Token", "TokenOfOthers"}

own := input.principal.claims.token if is_object(input.principal.claims.token)

permissions contains permission if some permission in own.permissions

# Why a token may not do what needs one of the wanted permissions, in the given project.
refusals(wanted, project) := permission_refusals(wanted) | project_refusals(project)

default permission_refusals(_) := set()

permission_refusals(wanted) := {{
	"rule": "token.permission",
	"message": sprintf("the token %s lacks the permission this needs", [title]),
	"help": sprintf("use a token made with %s", [concat(" or ", wanted)]),
}} if {
	own
	count(permissions & wanted) == 0
}

default project_refusals(_) := set()

project_refusals(project) := {{
	"rule": "token.project",
	"message": sprintf("the token %s is not for %s", [title, place(project)]),
	"help": sprintf("use a token made for %s", [place(project)]),
}} if {
	limited
	not project in own.projects
}

default people_only(_) := set()

people_only(what) := {{
	"rule": "token.people-only",
	"message": sprintf("%s is not done with a token", [what]),
	"help": "sign in as yourself",
}} if {
	own
}

limited if object.get(own, "projects", null) != null

place(project) := sprintf("project %s", [project]) if is_string(project)

place(project) := "what belongs to the whole installation" if not is_string(project)

title := sprintf("%s (%s)", [own.name, own.id])
