# What runs is named by digest, so that what was allowed is what is started.
package slipway.sets.admission

import data.slipway.jobs
import data.slipway.settings

deny contains {
	"rule": "admission.image-not-pinned",
	"message": sprintf("task %s uses the image %v", [entry.where, object.get(entry.task.config, "image", "(none)")]),
	"help": "name the image as repository@sha256:<64 hexadecimal digits> or by its id, or load it from an artifact",
} if {
	some entry in jobs.tasks
	entry.task.driver == "docker"
	not image_pinned(entry.task.config)
	not from_archive(entry.task.config)
}

# An image's id is the digest of its configuration, which names every layer by digest.
image_pinned(config) if {
	is_string(config.image)
	regex.match(`^(.+@)?sha256:[0-9a-f]{64}$`, config.image)
}

# An archive comes as an artifact of the task, and those carry digests.
from_archive(config) if {
	some name, value in config
	plain(name) in settings.current.images.archiveOptions
	is_string(value)
	value != ""
}

deny contains {
	"rule": "admission.artifact-digest",
	"message": sprintf("the artifact %s has no SHA-256 digest", [artifact.name]),
	"help": "name artifacts by digest",
} if {
	some artifact in input.artifacts
	not jobs.pinned(artifact.digest)
}

deny contains {
	"rule": "admission.task-artifact-digest",
	"message": sprintf("an artifact of task %s has no SHA-256 digest", [entry.where]),
	"help": "name artifacts by digest",
} if {
	some entry in jobs.tasks
	some artifact in entry.task.artifacts
	not jobs.pinned(artifact.digest)
}
