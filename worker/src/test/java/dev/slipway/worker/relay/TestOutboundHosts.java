package dev.slipway.worker.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.store.testing.TestingDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestOutboundHosts {
    private TestingDatabase database;
    private OutboundHosts hosts;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        database.owner().useTransaction(handle -> {
            handle.execute("""
                    insert into project (name, spec) values ('other', '{"outbound": {"allowedHosts": ["other.example"]}}'),
                        ('shop', '{"outbound": {"allowedHosts": ["Any.example", "one.example:8443", "10.1.2.3",
                            "[2001:4860::8888]"]},
                            "systems": [{"name": "scan", "url": "https://scan.example/start",
                                "pollUrl": "https://poll.example:9000/state"}]}')""");
            handle.execute("""
                    insert into pipeline (project, name, spec)
                    values ('shop', 'web', '{"commitStatus": {"url": "http://forge.example/{commit}"}}')""".replace("{commit}", "c"));
        });
        hosts = new OutboundHosts(database.worker());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "any.example, 443",
        "any.example, 444",
        "one.example, 8443",
        "scan.example, 443",
        "poll.example, 9000",
        "forge.example, 80",
        "10.1.2.3, 80",
        "2001:4860::8888, 443"
    })
    void whatOperatorsNamedIsOpen(String host, int port) {
        assertThat(hosts.allows("shop", host, port)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "one.example, 443",
        "one.example, 8444",
        "other.example, 443",
        "poll.example, 443",
        "any.example.evil.example, 443",
        "example, 443",
        "10.1.2.4, 80",
        "2001:4860::8889, 443"
    })
    void everythingElseIsClosed(String host, int port) {
        assertThat(hosts.allows("shop", host, port)).isFalse();
    }

    @Test
    void whatOneProjectMayCallIsClosedToOthers() {
        assertThat(hosts.allows("other", "other.example", 443)).isTrue();
        assertThat(hosts.allows("other", "any.example", 443)).isFalse();
        assertThat(hosts.allows("nobody", "any.example", 443)).isFalse();
    }
}
