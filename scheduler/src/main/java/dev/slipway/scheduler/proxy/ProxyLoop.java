package dev.slipway.scheduler.proxy;

import static java.util.Objects.requireNonNull;

import dev.slipway.scheduler.WakeUp;
import dev.slipway.store.Database;
import dev.slipway.store.node.ServiceRow;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a running HAProxy to what the service rows say, and keeps its file true for its next start. It compares with
 * the proxy itself each time, so it does not matter which of the two was restarted.
 */
public final class ProxyLoop implements AutoCloseable {
    /** Channel that wakes the loop. */
    public static final String CHANNEL = "slipway_service";

    private static final Logger LOG = LoggerFactory.getLogger(ProxyLoop.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration UNREACHABLE = Duration.ofMillis(100);
    private static final Duration AFTER_RELOAD = Duration.ofMillis(20);
    private static final long RELOAD_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long WARN_NANOS = Duration.ofSeconds(3).toNanos();
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Database database;
    private final ProxySettings settings;
    private final HaproxyMaster master;
    private final ConfigFile file;
    private final Services services = new Services();
    private final WakeUp wakeUp = new WakeUp();
    private final Thread thread;
    private SortedMap<String, List<Slot>> layout = new TreeMap<>();
    private String reloadedFor = "";
    private long reloadedNanos;
    private boolean reachable = true;
    private boolean warned;
    private long lastAnswerNanos = System.nanoTime();
    private volatile boolean closed;

    /**
     * Starts the loop; the configuration file is written at once, before HAProxy is there.
     *
     * @param database pool of the worker's role
     */
    public ProxyLoop(Database database, ProxySettings settings) {
        this.database = database;
        this.settings = settings;
        this.master = new HaproxyMaster(settings.masterSocket());
        this.file = new ConfigFile(settings.haproxy(), settings.configFile());
        this.thread = Thread.ofPlatform().daemon().name("proxy").start(this::run);
    }

    /** Whether there is a configuration HAProxy can start with. */
    public boolean configured() {
        return Files.exists(settings.configFile());
    }

    /** There may be a change of a service; called by the listener of {@link #CHANNEL}. */
    public void wake() {
        wakeUp.ring();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        wakeUp.ring();
        thread.join(LONGEST_CLOSE);
    }

    private void run() {
        while (!closed) {
            Duration wait = POLL;
            try {
                if (!converge()) {
                    wait = reachable ? AFTER_RELOAD : UNREACHABLE;
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                LOG.error("the proxy is not what it should be, trying again", e);
            }
            try {
                wakeUp.await(wait);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** True when the running proxy is what the rows say. */
    private boolean converge() throws IOException, InterruptedException {
        List<ServiceRow> rows = database.jdbi().withHandle(ServiceRow::all);
        SortedMap<String, List<Target>> targets = services.targets(rows, System.nanoTime());
        try {
            SortedMap<String, List<Slot>> running = master.backends();
            ProxyConfiguration wanted = fit(targets, running);
            boolean same =
                    master.generation().filter(wanted.generation()::equals).isPresent();
            if (same) {
                adjust(running, wanted.backends());
                file.write(wanted);
            } else {
                reload(wanted);
            }
            noteReachable(true);
            return same;
        } catch (IOException e) {
            file.write(fit(targets, new TreeMap<>()));
            noteReachable(false);
            LOG.debug("HAProxy does not answer", e);
            return false;
        }
    }

    /** Slots only ever become more, because each change of their number costs a reload. */
    private ProxyConfiguration fit(SortedMap<String, List<Target>> targets, SortedMap<String, List<Slot>> running) {
        SortedMap<String, List<Slot>> next = new TreeMap<>();
        targets.forEach((host, instances) -> {
            List<Slot> known = running.getOrDefault(host, layout.getOrDefault(host, List.of()));
            int size = Math.max(known.size(), Slots.FEWEST);
            if (size < instances.size()) {
                size = Slots.sizeFor(instances.size());
            }
            List<Slot> slots = new ArrayList<>(known);
            slots.addAll(Collections.nCopies(size - known.size(), Slot.EMPTY));
            next.put(host, Slots.fit(slots, instances));
        });
        layout = next;
        return new ProxyConfiguration(settings.port(), next);
    }

    /** What comes in is added everywhere before anything is taken out. */
    private void adjust(Map<String, List<Slot>> running, Map<String, List<Slot>> wanted) throws IOException {
        for (Slot.Mode mode : Slot.Mode.values()) {
            for (Map.Entry<String, List<Slot>> backend : wanted.entrySet()) {
                List<Slot> before = requireNonNull(running.get(backend.getKey()), "a layout of the same generation");
                for (int index = 0; index < backend.getValue().size(); index++) {
                    Slot after = backend.getValue().get(index);
                    if (after.mode() == mode && !after.equals(before.get(index))) {
                        master.set(backend.getKey(), index + 1, before.get(index), after);
                    }
                }
            }
        }
    }

    private void reload(ProxyConfiguration wanted) throws IOException, InterruptedException {
        file.write(wanted);
        long now = System.nanoTime();
        if (!wanted.generation().equals(reloadedFor) || now - reloadedNanos > RELOAD_NANOS) {
            master.reload();
            reloadedFor = wanted.generation();
            reloadedNanos = now;
            LOG.info("HAProxy reloads with services {}", wanted.backends().keySet());
        }
    }

    /** A reload takes the socket away for a moment, which is worth no word. */
    private void noteReachable(boolean answered) {
        long now = System.nanoTime();
        if (answered) {
            if (warned) {
                LOG.info("HAProxy answers again");
            }
            warned = false;
            lastAnswerNanos = now;
        } else if (!warned && now - lastAnswerNanos > WARN_NANOS) {
            LOG.warn("HAProxy does not answer on {}", settings.masterSocket());
            warned = true;
        }
        reachable = answered;
    }
}
