package tests.plan

import data.tests.fixtures

change(type, actions) := {
	"address": concat(".", [type, "main"]),
	"type": type,
	"provider_name": "registry.example.org/hashicorp/aws",
	"change": {"actions": actions},
}

with_changes(changes) := fixtures.changed(fixtures.admission, "/plan/resource_changes", changes)

with_module(module) := fixtures.changed(fixtures.admission, "/plan/configuration", {"root_module": module})

local_exec := {
	"address": "terraform_data.build",
	"type": "terraform_data",
	"provisioners": [{"type": "local-exec"}],
}

test_creating_a_database_may if {
	fixtures.denied(with_changes([change("aws_db_instance", ["create"])])) == set()
}

test_destroying_data_in_production_may_not if {
	every type in ["aws_db_instance", "google_sql_database_instance", "azurerm_mssql_server", "vault_state"] {
		fixtures.denied(with_changes([change(type, ["delete"])])) == {"plan.destroys-data"}
		fixtures.denied(with_changes([change(type, ["delete", "create"])])) == {"plan.destroys-data"}
	}
}

test_destroying_other_things_may if {
	fixtures.denied(with_changes([change("aws_instance", ["delete"])])) == set()
}

test_destroying_data_elsewhere_is_pointed_out if {
	staging := fixtures.changed(with_changes([change("aws_db_instance", ["delete"])]), "/environment/class", "staging")
	fixtures.denied(staging) == set()
	"plan.destroys-data" in fixtures.warned(staging)
}

test_a_plan_without_changes_may if {
	fixtures.denied(fixtures.changed(fixtures.admission, "/plan", {"format_version": "1.2"})) == set()
}

test_refused_providers_may_not if {
	external := object.union(change("x", ["create"]), {"provider_name": "registry.example.org/hashicorp/external"})
	fixtures.denied(with_changes([external])) == {"plan.provider"}
	configured := {"external": {"name": "external", "full_name": "registry.example.org/hashicorp/external"}}
	fixtures.denied(fixtures.changed(fixtures.admission, "/plan/configuration/provider_config", configured)) == {"plan.provider"}
}

test_refused_types_may_not if {
	module := {"resources": [{"address": "data.external.x", "mode": "data", "type": "external"}]}
	fixtures.denied(with_module(module)) == {"plan.type"}
}

test_provisioners_may_not_even_in_called_modules if {
	fixtures.denied(with_module({"resources": [local_exec]})) == {"plan.provisioner"}
	called := {"module_calls": {"a": {"module": {"module_calls": {"b": {"module": {"resources": [local_exec]}}}}}}}
	fixtures.denied(with_module(called)) == {"plan.provisioner"}
}

test_plain_resources_may if {
	module := {"resources": [{"address": "terraform_data.x", "type": "terraform_data"}]}
	fixtures.denied(with_module(module)) == set()
}
