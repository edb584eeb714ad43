package dev.slipway.activities.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Keeps what was used last, for what can be made or asked for again. Thread-safe. */
public final class Recent<V> {
    private final Map<String, V> kept;

    /** @param most entries kept, 1 and up */
    public Recent(int most) {
        kept = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** What is kept, else what {@code make} makes, which may run more than once at the same time. */
    public V get(String key, Function<String, V> make) {
        Optional<V> known = find(key);
        if (known.isPresent()) {
            return known.get();
        }
        V made = make.apply(key);
        put(key, made);
        return made;
    }

    /** What is kept. */
    public Optional<V> find(String key) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key));
        }
    }

    /** Keeps it instead of what was kept under the name. */
    public void put(String key, V value) {
        synchronized (kept) {
            kept.put(key, value);
        }
    }
}
