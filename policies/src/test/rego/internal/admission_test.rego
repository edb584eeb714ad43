package tests.admission

import data.tests.fixtures

said(path, value) := fixtures.denied(fixtures.changed(fixtures.admission, path, value))

staging(document) := fixtures.changed(document, "/environment", {"name": "staging", "class": "staging", "guards": {}})

docker(config) := fixtures.denied(json.patch(fixtures.admission, [
	{"op": "add", "path": "/jobs/0/groups/0/tasks/0/driver", "value": "docker"},
	{"op": "add", "path": "/jobs/0/groups/0/tasks/0/config", "value": config},
]))

test_images_are_pinned if {
	every config in [{"image": "nginx"}, {"image": "nginx:1.29"}, {"image": "nginx@sha256:12"}, {"image": "sha256:12"}, {}, {"archive": ""}] {
		docker(config) == {"admission.image-not-pinned"}
	}
	docker({"image": concat("@", ["nginx", fixtures.digest])}) == set()
	docker({"image": fixtures.digest}) == set()
}

test_images_from_archives_need_no_digest_of_their_own if {
	docker({"image": "shop:1", "archive": "image.tar"}) == set()
	docker({"image": "shop:1", "load": "image.tar"}) == set()
}

test_artifacts_have_digests if {
	said("/artifacts/0/digest", null) == {"admission.artifact-digest"}
	said("/artifacts/0/digest", "sha1:12") == {"admission.artifact-digest"}
	said("/jobs/0/groups/0/tasks/0/artifacts/0/digest", "latest") == {"admission.task-artifact-digest"}
}

test_sizes_are_sane if {
	resources := "/jobs/0/groups/0/tasks/0/resources"
	every pair in [[0, "cpu"], [64001, "cpu"]] {
		said(concat("/", [resources, pair[1]]), pair[0]) == {"admission.cpu"}
	}
	every size in ["1KiB", "3MiB", "65GiB", "1TiB", "100B"] {
		said(concat("/", [resources, "memory"]), size) == {"admission.memory"}
	}
	every size in ["4MiB", "4096KiB", "64GiB", "4194304B"] {
		said(concat("/", [resources, "memory"]), size) == set()
	}
}

test_counts_are_sane if {
	said("/jobs/0/groups/0/count", 101) & {"admission.count"} == {"admission.count"}
	said("/jobs/0/groups/0/count", 0) == set()
}

test_services_are_checked_in_production if {
	said("/jobs/0/groups/0/services/0/checks", []) == {"admission.check-required", "admission.service-unchecked"}
	said("/jobs/0/groups/0/services", []) == {"admission.check-required"}
	one := fixtures.changed(fixtures.admission, "/jobs/0/groups/0/services/-", {"name": "admin", "checks": []})
	fixtures.denied(one) == {"admission.service-unchecked"}
}

test_staging_and_batch_jobs_need_no_check if {
	bare := fixtures.changed(fixtures.admission, "/jobs/0/groups/0/services", [])
	fixtures.denied(staging(bare)) == set()
	fixtures.denied(fixtures.changed(bare, "/jobs/0/type", "batch")) == set()
}

test_plain_secrets_are_pointed_out if {
	document := fixtures.task_with("/env", {"DB_PASSWORD": "x"})
	fixtures.denied(document) == set()
	"admission.plain-secret" in fixtures.warned(document)
}

test_high_availability_is_asked_for_by_name if {
	single := fixtures.changed(fixtures.admission, "/jobs/0/groups/0/count", 1)
	fixtures.denied(single) == set()
	named := fixtures.changed(single, "/policies/internal", ["high-availability"])
	fixtures.denied(named) == {"high-availability.count"}
	wide := fixtures.changed(fixtures.admission, "/policies/internal", ["high-availability"])
	fixtures.denied(wide) == set()
	fixtures.denied(fixtures.changed(wide, "/jobs/0/update/maxParallel", 3)) == {"high-availability.parallel"}
}
