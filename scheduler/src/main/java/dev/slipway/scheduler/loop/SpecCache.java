package dev.slipway.scheduler.loop;

import dev.slipway.model.spec.JobSpec;
import dev.slipway.store.placement.Snapshots;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Specs of versions read lately; versions never change, so nothing is ever stale. */
final class SpecCache {
    private static final int CAPACITY = 2_000;

    private final Map<String, JobSpec> specs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JobSpec> eldest) {
            return size() > CAPACITY;
        }
    };

    Map<Long, JobSpec> get(Handle handle, String jobKey, Set<Long> versions) {
        Map<Long, JobSpec> found = new HashMap<>();
        Set<Long> missing = new TreeSet<>();
        synchronized (specs) {
            for (long version : versions) {
                JobSpec spec = specs.get(jobKey + "/" + version);
                if (spec == null) {
                    missing.add(version);
                } else {
                    found.put(version, spec);
                }
            }
        }
        if (!missing.isEmpty()) {
            Map<Long, JobSpec> loaded = Snapshots.specs(handle, jobKey, missing);
            synchronized (specs) {
                loaded.forEach((version, spec) -> specs.put(jobKey + "/" + version, spec));
            }
            found.putAll(loaded);
        }
        return found;
    }
}
