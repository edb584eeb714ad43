package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.Decision;
import dev.slipway.store.DecisionStore;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;

/** Rows other processes would have written before a run begins. */
public final class SampleRows {
    public static final String RUN = "run/shop/web/1";

    private SampleRows() {}

    /** Project {@code shop} with environment {@code staging}, pipeline {@code web} and its first run. */
    public static void insert(TestingDatabase database) {
        database.owner().useTransaction(handle -> {
            handle.execute("insert into project (name, spec) values ('shop', '{}')");
            handle.execute("insert into environment (project, name, spec) values ('shop', 'staging', '{}')");
            handle.execute("insert into pipeline (project, name, spec) values ('shop', 'web', '{}')");
            run(handle, 1);
        });
    }

    /** A queued run of that number. */
    public static void run(Handle handle, long number) {
        handle.createUpdate("""
                        insert into run (id, project, pipeline, number, ref, commit_id, principal, principal_name)
                        values ('run/shop/web/' || :number, 'shop', 'web', :number, 'refs/heads/main',
                            repeat('a', 40), 'https://idp#ci', 'ci')""").bind("number", number).execute();
    }

    /** A stored answer about step {@code step} of the first run. */
    public static Decision decision(
            TestingDatabase database, String id, String stage, String step, boolean allowed, Duration validity) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        JsonNode none = ModelJson.mapper().createArrayNode();
        return new DecisionStore(database.recorder())
                .record(new Decision(
                        id,
                        RUN,
                        1,
                        stage,
                        step,
                        "authorise",
                        Digest.of(id),
                        allowed,
                        none,
                        none,
                        none,
                        now,
                        now.plus(validity)));
    }

    /** One value by SQL, as the owner. */
    public static String value(TestingDatabase database, String sql) {
        return database.owner()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
