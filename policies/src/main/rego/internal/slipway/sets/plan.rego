# What an infrastructure plan may do.
package slipway.sets.plan

import data.slipway.jobs
import data.slipway.settings

rules := settings.current.plan

destroyed contains change if {
	some change in input.plan.resource_changes
	"delete" in change.change.actions
	some pattern in rules.keptTypes
	glob.match(pattern, [], change.type)
}

deny contains {
	"rule": "plan.destroys-data",
	"message": sprintf("the plan destroys %s in production", [change.address]),
	"help": "keep the resource, or let an operator take its type off the list",
} if {
	jobs.production
	some change in destroyed
}

warn contains {
	"rule": "plan.destroys-data",
	"message": sprintf("the plan destroys %s in %s", [change.address, input.environment.name]),
	"help": "production would refuse this",
} if {
	not jobs.production
	some change in destroyed
}

deny contains {
	"rule": "plan.provider",
	"message": sprintf("%s uses the provider %s", [change.address, change.provider_name]),
	"help": "use a provider that only manages resources",
} if {
	some change in input.plan.resource_changes
	some pattern in rules.refusedProviders
	glob.match(pattern, ["/"], change.provider_name)
}

deny contains {
	"rule": "plan.provider",
	"message": sprintf("the module configures the provider %s", [provider.full_name]),
	"help": "use a provider that only manages resources",
} if {
	some provider in input.plan.configuration.provider_config
	is_string(provider.full_name)
	some pattern in rules.refusedProviders
	glob.match(pattern, ["/"], provider.full_name)
}

# Every resource of the configuration, also in called modules.
configured contains value if {
	walk(input.plan.configuration.root_module, [_, value])
	is_string(value.address)
	is_string(value.type)
}

deny contains {
	"rule": "plan.type",
	"message": sprintf("the module has %s, which runs programs", [resource.address]),
	"help": "use resources that only describe infrastructure",
} if {
	some resource in configured
	resource.type in rules.refusedTypes
}

deny contains {
	"rule": "plan.provisioner",
	"message": sprintf("%s uses the provisioner %s", [resource.address, provisioner.type]),
	"help": "leave provisioners out; build what is needed in a pipeline task",
} if {
	some resource in configured
	some provisioner in resource.provisioners
	provisioner.type in rules.refusedProvisioners
}
