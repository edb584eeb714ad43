package tests.isolation

import data.tests.fixtures

config(value) := fixtures.denied(json.patch(fixtures.admission, [
	{"op": "add", "path": "/jobs/0/groups/0/tasks/0/driver", "value": "docker"},
	{"op": "add", "path": "/jobs/0/groups/0/tasks/0/config", "value": object.union({"image": image}, value)},
]))

image := concat("@", ["registry.example.org/shop", fixtures.digest])

test_an_ordinary_container_may if {
	config({"command": ["serve", "--network", "host"], "volumes": ["data:/var/lib/data"]}) == set()
}

test_privileges_may_not_in_any_spelling if {
	every option in [
		{"privileged": true}, {"Privileged": "true"}, {"network_mode": "host"}, {"networkMode": "HOST"},
		{"pid-mode": "host"}, {"ipc": "host"}, {"hostConfig": {"privileged": true}}, {"extra": [{"privileged": true}]},
	] {
		config(option) == {"admission.no-privileged"}
	}
}

test_privileges_switched_off_may if config({"privileged": false, "network": "bridge"}) == set()

test_host_options_may_not if {
	every option in [
		{"cap_add": ["NET_ADMIN"]}, {"capAdd": "ALL"}, {"devices": ["/dev/kvm"]},
		{"securityOpt": ["seccomp=unconfined"]}, {"sysctls": {"kernel.shmmax": "1"}},
	] {
		config(option) == {"admission.no-host-option"}
	}
}

test_empty_host_options_may if {
	config({"cap_add": [], "devices": null, "sysctls": {}, "security_opt": ""}) == set()
}

test_host_paths_may_not if {
	every option in [
		{"volumes": ["/var/run/docker.sock:/x"]}, {"volumes": ["./data:/x"]}, {"volumes": ["~/x:/x"]},
		{"volumes": ["a/../../etc:/x"]}, {"mounts": [{"type": "bind", "source": "/etc", "target": "/x"}]},
		{"mount": ["type=bind,source=/etc,target=/x"]}, {"binds": "/:/host"},
	] {
		config(option) == {"admission.no-host-path"}
	}
}

test_named_volumes_may if {
	config({"mounts": [{"type": "volume", "source": "data", "target": "/var/lib/data"}]}) == set()
}

test_raw_exec_needs_the_environment_to_name_it if {
	raw := fixtures.task_with("/driver", "raw-exec")
	fixtures.denied(raw) == {"admission.raw-exec"}
	fixtures.denied(fixtures.changed(raw, "/environment/guards/drivers", ["exec", "raw-exec"])) == set()
	fixtures.denied(fixtures.changed(raw, "/environment/guards/drivers", ["exec"])) == {"admission.driver-not-allowed"}
}

test_an_unknown_driver_may_not if {
	fixtures.denied(fixtures.task_with("/driver", "magic")) == {"admission.driver-unknown"}
}

test_mock_in_production_is_pointed_out if {
	mock := fixtures.task_with("/driver", "mock")
	fixtures.denied(mock) == set()
	"admission.mock-in-production" in fixtures.warned(mock)
}
