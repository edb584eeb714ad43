package dev.slipway.worker.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.store.testing.TestingDatabase;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestOutboundHosts {
    private TestingDatabase database;
    private OutboundHosts hosts;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        database.owner().useTransaction(handle -> {
            handle.execute("""
                    insert into project (name, spec) values ('other', '{"outbound": {"allowedHosts": ["other.example"]}}'),
                        ('shop', '{"outbound": {"allowedHosts": ["any.example", "one.example:8443", "10.1.2.3",
                            "127.0.0.1", "127.1", "169.254.169.254", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"]},
                            "systems": [{"name": "scan", "url": "https://scan.example/start",
                                "pollUrl": "https://poll.example:9000/state"}]}')""");
            handle.execute("""
                    insert into pipeline (project, name, spec)
                    values ('shop', 'web', '{"commitStatus": {"url": "http://forge.example/{commit}"}}')""".replace("{commit}", "c"));
        });
        hosts = new OutboundHosts(database.worker(), false);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatOperatorsNamedIsOpen() {
        for (String address : new String[] {
            "https://any.example/hook",
            "https://any.example:444/hook",
            "https://one.example:8443/",
            "https://scan.example/start",
            "https://poll.example:9000/state",
            "http://forge.example/c",
            "http://10.1.2.3/hook"
        }) {
            assertThat(refused("shop", address)).as(address).isFalse();
        }
    }

    @Test
    void everythingElseIsClosed() {
        for (String address : new String[] {
            "https://one.example/",
            "https://one.example:8444/",
            "https://other.example/",
            "https://poll.example/state",
            "https://any.example.evil.example/",
            "https://evil.example/?any.example",
            "https://any.example@evil.example/",
            "ftp://any.example/",
            "file:///etc/passwd",
            "any.example/hook",
            "https:/any.example"
        }) {
            assertThat(refused("shop", address)).as(address).isTrue();
        }
        assertThat(refused("nobody", "https://any.example/")).isTrue();
    }

    @Test
    void addressesOfTheMachineStayClosedHoweverTheyAreWritten() {
        for (String address : new String[] {
            "http://127.0.0.1/",
            "http://127.1/",
            "http://169.254.169.254/latest/meta-data",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/"
        }) {
            assertThat(refused("shop", address)).as(address).isTrue();
        }
    }

    private boolean refused(String project, String address) {
        return hosts.refusal(project, URI.create(address)).isPresent();
    }
}
