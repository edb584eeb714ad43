package dev.slipway.store.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.JobKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.TaskGroup;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Jobs and their immutable versions. Every function runs in the caller's transaction and may be repeated. */
public final class Jobs {
    private Jobs() {}

    /**
     * Registers a version; nothing runs because of it. The same spec of the same job always has the same number.
     *
     * @return version number, counted per job from 1
     * @throws SlipwayException VALIDATION_FAILED for a job that cannot be placed here, NOT_FOUND when the environment is
     *     not registered, CONFIGURE_CONFLICT when the job exists with another type
     */
    public static long registerVersion(Handle handle, JobKey key, JobSpec spec, String createdBy) {
        check(key, spec);
        if (find(handle, key).isEmpty()) {
            requireEnvironment(handle, key);
            insert(handle, key, spec, 0, 1, null);
        }
        JobRow job = select(handle, key, " for no key update").orElseThrow();
        if (job.type() != spec.type()) {
            throw new SlipwayException(
                    ErrorCode.CONFIGURE_CONFLICT,
                    "job " + key.text() + " is of type " + job.type().text() + " and cannot become "
                            + spec.type().text());
        }
        return handle.createQuery("select version from job_version where job_key = :key and digest = :digest")
                .bind("key", key.text())
                .bind("digest", spec.digest())
                .mapTo(Long.class)
                .findOne()
                .orElseGet(() -> addVersion(handle, key, spec, createdBy));
    }

    /**
     * Submits a job that runs to its end once. The wait {@code waitKey} (opened by the caller) is answered with outcome
     * {@code complete} or {@code failed} when it has ended.
     *
     * @return false when the key was submitted before; nothing is changed then
     * @throws SlipwayException VALIDATION_FAILED when the job is not of type batch, NOT_FOUND when the environment is not
     *     registered
     */
    public static boolean submitBatch(Handle handle, JobKey key, JobSpec spec, String waitKey, String createdBy) {
        check(key, spec);
        if (spec.type() != JobType.BATCH) {
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED, "only a batch job runs to an end; " + key.text() + " is not one");
        }
        if (find(handle, key).isPresent()) {
            return false;
        }
        requireEnvironment(handle, key);
        if (!insert(handle, key, spec, 1, 2, waitKey)) {
            return false;
        }
        insertVersion(handle, key, 1, spec, createdBy);
        Evaluations.request(handle, key.text(), "submitted");
        return true;
    }

    /**
     * Stops everything of a job that no open deployment wants; a batch job's wait is answered once nothing runs any more.
     *
     * @return false when there is no such job
     */
    public static boolean stop(Handle handle, JobKey key) {
        if (find(handle, key).isEmpty()) {
            return false;
        }
        Evaluations.request(handle, key.text(), "stopped");
        handle.createUpdate("""
                        update job set stopped = true, modify_index = modify_index + 1, updated_at = now()
                        where key = :key and not stopped""").bind("key", key.text()).execute();
        return true;
    }

    public static Optional<JobRow> find(Handle handle, JobKey key) {
        return select(handle, key, "");
    }

    /** The spec of a version, empty when there is no such version. */
    public static Optional<JobSpec> version(Handle handle, JobKey key, long version) {
        return handle.createQuery("select spec from job_version where job_key = :key and version = :version")
                .bind("key", key.text())
                .bind("version", version)
                .mapTo(String.class)
                .findOne()
                .map(text -> ModelJson.read(text, JobSpec.class));
    }

    private static Optional<JobRow> select(Handle handle, JobKey key, String locking) {
        return handle.createQuery("""
                        select key, type, node_pool, desired_version, stable_version, stopped, wait_key, modify_index
                        from job where key = :key""" + locking)
                .bind("key", key.text())
                .map(ConstructorMapper.of(JobRow.class))
                .findOne();
    }

    private static boolean insert(
            Handle handle, JobKey key, JobSpec spec, long desired, long next, @Nullable String waitKey) {
        return handle.createUpdate("""
                                insert into job (key, project, environment, region, name, type, node_pool,
                                    desired_version, next_version, wait_key)
                                values (:key, :project, :environment, :region, :name, :type, :nodePool,
                                    :desired, :next, :waitKey)
                                on conflict (key) do nothing""")
                        .bind("key", key.text())
                        .bindMethods(key)
                        .bind("type", spec.type().text())
                        .bind("nodePool", spec.nodePool())
                        .bind("desired", desired)
                        .bind("next", next)
                        .bind("waitKey", waitKey)
                        .execute()
                == 1;
    }

    private static void requireEnvironment(Handle handle, JobKey key) {
        boolean there = handle.createQuery(
                        "select count(*) > 0 from environment where project = :project and name = :environment")
                .bindMethods(key)
                .mapTo(Boolean.class)
                .one();
        if (!there) {
            throw new SlipwayException(
                    ErrorCode.NOT_FOUND, "project " + key.project() + " has no environment " + key.environment());
        }
    }

    private static long addVersion(Handle handle, JobKey key, JobSpec spec, String createdBy) {
        long version = handle.createQuery("""
                        update job set next_version = next_version + 1, node_pool = :nodePool,
                            modify_index = modify_index + 1, updated_at = now()
                        where key = :key returning next_version - 1""")
                .bind("key", key.text())
                .bind("nodePool", spec.nodePool())
                .mapTo(Long.class)
                .one();
        insertVersion(handle, key, version, spec, createdBy);
        return version;
    }

    private static void insertVersion(Handle handle, JobKey key, long version, JobSpec spec, String createdBy) {
        JsonNode tree = ModelJson.mapper().valueToTree(spec);
        handle.createUpdate("""
                        insert into job_version (job_key, version, digest, spec, created_by)
                        values (:key, :version, :digest, :spec, :createdBy)""")
                .bind("key", key.text())
                .bind("version", version)
                .bind("digest", spec.digest())
                .bindByType("spec", tree, JsonNode.class)
                .bind("createdBy", createdBy)
                .execute();
    }

    private static void check(JobKey key, JobSpec spec) {
        if (spec.type() == JobType.SYSTEM || spec.type() == JobType.SYSBATCH) {
            throw invalid(key, "jobs of type " + spec.type().text() + " are not placed by the native orchestrator yet");
        }
        if (spec.groups().isEmpty()) {
            throw invalid(key, "a job needs a group");
        }
        if (spec.groups().stream().map(TaskGroup::name).distinct().count()
                < spec.groups().size()) {
            throw invalid(key, "two groups have the same name");
        }
        for (TaskGroup group : spec.groups()) {
            if (group.count() < 0 || group.tasks().isEmpty()) {
                throw invalid(key, "group " + group.name() + " needs a count of 0 or more and at least one task");
            }
        }
    }

    private static SlipwayException invalid(JobKey key, String why) {
        return new SlipwayException(ErrorCode.VALIDATION_FAILED, "job " + key.text() + ": " + why);
    }
}
