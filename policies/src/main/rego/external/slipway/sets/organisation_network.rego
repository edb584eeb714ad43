# The organisation's rules for networks in infrastructure plans.
package slipway.sets["organisation-baseline"]

# What is there after the plan; what is destroyed has nothing there.
after contains {"address": change.address, "type": change.type, "value": change.change.after} if {
	some change in input.plan.resource_changes
	is_object(change.change.after)
}

# Ingress rules as separate resources and as blocks of a security group.
ingress contains {"address": entry.address, "rule": entry.value} if {
	some entry in after
	entry.type in {"aws_security_group_rule", "aws_vpc_security_group_ingress_rule"}
	object.get(entry.value, "type", "ingress") == "ingress"
}

ingress contains {"address": entry.address, "rule": block} if {
	some entry in after
	entry.type == "aws_security_group"
	some block in entry.value.ingress
}

ingress contains {"address": entry.address, "rule": entry.value} if {
	some entry in after
	entry.type == "google_compute_firewall"
	object.get(entry.value, "direction", "INGRESS") == "INGRESS"
}

deny contains {
	"rule": "baseline.open-ingress",
	"message": sprintf("%s opens %v to the whole internet", [entry.address, ports(entry.rule)]),
	"help": "name the networks that may connect, or use a public port",
} if {
	some entry in ingress
	everywhere(entry.rule)
	not public(entry.rule)
}

everywhere(rule) if {
	some field in ["cidr_blocks", "ipv6_cidr_blocks", "source_ranges"]
	some range in rule[field]
	range in rules.everywhere
}

everywhere(rule) if {
	some field in ["cidr_ipv4", "cidr_ipv6"]
	rule[field] in rules.everywhere
}

public(rule) if {
	rule.from_port == rule.to_port
	rule.from_port in rules.publicPorts
}

ports(rule) := sprintf("ports %v to %v", [rule.from_port, rule.to_port])

ports(rule) := "ports" if not rule.from_port
