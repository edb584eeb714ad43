package tests.network

import data.tests.fixtures

plan(type, after) := fixtures.denied(fixtures.changed(fixtures.admission, "/plan/resource_changes", [{
	"address": concat(".", [type, "main"]),
	"type": type,
	"change": {"actions": ["create"], "after": after},
}]))

rule(range, from, to) := {"type": "ingress", "cidr_blocks": [range], "from_port": from, "to_port": to}

test_the_whole_internet_reaches_public_ports_only if {
	plan("aws_security_group_rule", rule("0.0.0.0/0", 22, 22)) == {"baseline.open-ingress"}
	plan("aws_security_group_rule", rule("0.0.0.0/0", 443, 443)) == set()
	plan("aws_security_group_rule", rule("0.0.0.0/0", 80, 443)) == {"baseline.open-ingress"}
	plan("aws_security_group_rule", rule("10.0.0.0/8", 22, 22)) == set()
}

test_egress_is_left_alone if {
	plan("aws_security_group_rule", object.union(rule("0.0.0.0/0", 22, 22), {"type": "egress"})) == set()
}

test_blocks_of_a_group_count_too if {
	plan("aws_security_group", {"ingress": [rule("::/0", 22, 22)]}) == {"baseline.open-ingress"}
	plan("aws_security_group", {"ingress": []}) == set()
}

test_newer_rules_count_too if {
	plan("aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "0.0.0.0/0", "from_port": 22, "to_port": 22}) == {"baseline.open-ingress"}
}

test_firewalls_without_ports_are_open if {
	plan("google_compute_firewall", {"source_ranges": ["0.0.0.0/0"]}) == {"baseline.open-ingress"}
	plan("google_compute_firewall", {"direction": "EGRESS", "source_ranges": ["0.0.0.0/0"]}) == set()
}

test_destroyed_rules_open_nothing if plan("aws_security_group_rule", null) == set()
