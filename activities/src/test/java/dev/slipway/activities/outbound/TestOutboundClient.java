package dev.slipway.activities.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestOutboundClient {
    private static final OutboundGuard ANY_HOST = (project, host, port) -> true;
    private static final Duration SOON = Duration.ofSeconds(2);

    private static Trap trap;

    @BeforeAll
    static void listen() throws IOException {
        trap = new Trap();
    }

    @AfterAll
    static void stop() throws IOException {
        trap.close();
    }

    /** Every way to write an address of this machine, a private one or one of the link. */
    static Stream<String> spellings() {
        return Stream.of(
                "http://127.0.0.1",
                "http://127.0.0.2",
                "http://127.255.255.254",
                "http://127.1",
                "http://127.0.1",
                "http://2130706433",
                "http://0177.0.0.1",
                "http://0177.0.0.01",
                "http://017700000001",
                "http://0x7f000001",
                "http://0x7f.0.0.1",
                "http://0x7f.1",
                "http://127.0x0.0.1",
                "http://0",
                "http://0.0.0.0",
                "http://0.0.0.1",
                "http://localhost",
                "http://LOCALHOST",
                "http://localhost.",
                "http://LocalHost.localdomain",
                "http://ip6-localhost",
                "http://[::1]",
                "http://[::]",
                "http://[0:0:0:0:0:0:0:1]",
                "http://[::ffff:127.0.0.1]",
                "http://[::ffff:7f00:1]",
                "http://[0:0:0:0:0:ffff:7f00:0001]",
                "http://[::127.0.0.1]",
                "http://[64:ff9b::7f00:1]",
                "http://[64:ff9b::127.0.0.1]",
                "http://[2002:7f00:1::]",
                "http://[fe80::1]",
                "http://[fe80::1%25lo]",
                "http://[fc00::1]",
                "http://[fd00::1]",
                "http://[ff02::1]",
                "http://169.254.169.254",
                "http://169.254.1",
                "http://2852039166",
                "http://[::ffff:a9fe:a9fe]",
                "http://10.0.0.1",
                "http://172.16.0.1",
                "http://172.31.255.254",
                "http://192.168.0.1",
                "http://100.64.0.1",
                "http://198.18.0.1",
                "http://224.0.0.1",
                "http://255.255.255.255",
                "http://user@127.0.0.1",
                "http://example.com@127.0.0.1",
                "http://example.com%40127.0.0.1",
                "http://127.0.0.1%00.example.com",
                "http://127.0.0.1%2f.example.com",
                "http://%31%32%37.0.0.1",
                "http://127\u30020\u30020\u30021",
                "http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460",
                "http://127.0.0.1\t",
                "http:\\\\127.0.0.1",
                "http:/127.0.0.1",
                "http:127.0.0.1",
                "//127.0.0.1",
                "http://example.com#@127.0.0.1",
                "http://127.0.0.1\\@example.com",
                "http://localhost%0d%0a",
                "http://127.0.0.1 .example.com");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void addressesOfOurOwnAreNotConnectedToHoweverTheyAreWritten(String spelling) throws IOException {
        int before = trap.connections();
        try (OutboundClient client = new OutboundClient(ANY_HOST, OutboundNetworks.opening(List.of()))) {
            OutboundAnswer answer = client.send("shop", OutboundCall.get(spelling + ":" + trap.port() + "/x", SOON));
            assertThat(answer).isNotInstanceOf(OutboundAnswer.Received.class);
        }
        assertThat(trap.connections()).isEqualTo(before);
    }

    /** To some 0177.0.0.1 is this machine, to others another continent: it is not even looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"0177.0.0.1", "0177.0.0.01", "127.1", "2130706433", "0x7f.1", "1.2.3.04", "8.8.8.8."})
    void numbersThatAreReadInTwoWaysAreNoAddress(String host) {
        try (OutboundClient client = new OutboundClient(ANY_HOST, OutboundNetworks.opening(List.of("0.0.0.0/0")))) {
            assertThat(client.send("shop", OutboundCall.get("http://" + host + ":" + trap.port() + "/", SOON)))
                    .isInstanceOf(OutboundAnswer.Refused.class);
        }
    }

    @Test
    void anOpenedNetworkIsCalledAndAnotherOneIsNot() throws IOException {
        try (OutboundClient client = new OutboundClient(ANY_HOST, OutboundNetworks.opening(List.of("127.0.0.1/32")))) {
            assertThat(client.send("shop", OutboundCall.get("http://127.0.0.1:" + trap.port(), SOON)))
                    .isEqualTo(new OutboundAnswer.Received(200, "secret"));
            assertThat(client.send("shop", OutboundCall.get("http://127.0.0.2:" + trap.port(), SOON)))
                    .isInstanceOf(OutboundAnswer.Refused.class);
        }
    }

    @Test
    void aNameThatMeansAnotherAddressLaterIsLookedAtWhereItLeads() throws IOException {
        Deque<String> meanings = new ArrayDeque<>(List.of("203.0.113.7", "127.0.0.2", "127.0.0.2"));
        Dns flipping = name -> List.of(InetAddress.getByName(meanings.size() > 1 ? meanings.pop() : meanings.peek()));
        int before = trap.connections();
        try (OutboundClient client =
                new OutboundClient(ANY_HOST, OutboundNetworks.opening(List.of("127.0.0.1/32")), flipping)) {
            for (int time = 0; time < 3; time++) {
                assertThat(client.send("shop", OutboundCall.get("http://flip.example:" + trap.port(), SOON)))
                        .isInstanceOf(OutboundAnswer.Refused.class);
            }
        }
        assertThat(trap.connections()).isEqualTo(before);
    }

    @Test
    void redirectsAreAnswersAndNotFollowed() throws IOException {
        int before = trap.connections();
        String moved =
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:" + trap.port() + "/\r\nContent-Length: 0\r\n\r\n";
        try (Trap redirecting = new Trap(InetAddress.getByName("127.0.0.1"), moved);
                OutboundClient client =
                        new OutboundClient(ANY_HOST, OutboundNetworks.opening(List.of("127.0.0.0/8")))) {
            assertThat(client.send("shop", OutboundCall.get("http://127.0.0.1:" + redirecting.port(), SOON)))
                    .isEqualTo(new OutboundAnswer.Received(302, ""));
        }
        assertThat(trap.connections()).isEqualTo(before);
    }

    @Test
    void largeAndEndlessAnswersAreGivenUp() throws IOException {
        String large =
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1048577\r\n\r\n" + "x".repeat(1_048_577);
        String endless = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx";
        try (Trap much = new Trap(InetAddress.getByName("127.0.0.1"), large);
                Trap little = new Trap(InetAddress.getByName("127.0.0.1"), endless);
                OutboundClient client =
                        new OutboundClient(ANY_HOST, OutboundNetworks.opening(List.of("127.0.0.0/8")))) {
            assertThat(client.send("shop", OutboundCall.get("http://127.0.0.1:" + much.port(), SOON)))
                    .isInstanceOfSatisfying(
                            OutboundAnswer.Failed.class,
                            failed -> assertThat(failed.why()).contains("larger"));
            assertThat(client.send(
                            "shop", OutboundCall.get("http://127.0.0.1:" + little.port(), Duration.ofMillis(300))))
                    .isInstanceOf(OutboundAnswer.Failed.class);
            assertThat(client.send("shop", OutboundCall.post("http://127.0.0.1:" + much.port(), Map.of(), new byte[1])))
                    .isEqualTo(new OutboundAnswer.Received(200, ""));
        }
    }

    @Test
    void hostsNobodyNamedAreRefusedByName() {
        try (OutboundClient client = new OutboundClient(
                (project, host, port) -> host.equals("scan.example") && port == 443,
                OutboundNetworks.opening(List.of()))) {
            assertThat(client.send("shop", OutboundCall.get("https://scan.example:444/", SOON)))
                    .isInstanceOfSatisfying(
                            OutboundAnswer.Refused.class,
                            refused -> assertThat(refused.why()).contains("scan.example:444", "allowedHosts"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.1", "10.0.0.1/8", "10.0.0.0/33", "example.com", "10.0.0.0-10.0.0.9", "*", "::/129"})
    void whatIsNoNetworkIsRefusedByItsPlace(String text) {
        assertThatThrownBy(() -> OutboundNetworks.opening(List.of("10.0.0.0/8", text)))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.field()).isEqualTo("outboundNetworks/1")));
    }
}
