package dev.slipway.activities.outbound;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be connected to: those of the public internet, and the networks the operator of the installation
 * opened. Closed are the special ranges of the IANA registries (RFC 6890): this machine, its links, private networks, and
 * IPv6 ranges that lead to any of them.
 */
public final class OutboundNetworks {
    private static final IPAddressGenerator ADDRESSES = new IPAddressGenerator();
    private static final IPAddress PUBLIC_IPV6 = constant("2000::/3");
    private static final List<IPAddress> CLOSED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(OutboundNetworks::constant)
            .toList();

    private final List<IPAddress> opened;

    private OutboundNetworks(List<IPAddress> opened) {
        this.opened = List.copyOf(opened);
    }

    /**
     * Opens networks besides the public internet.
     *
     * @param networks addresses with a prefix length, such as {@code 10.2.0.0/16} or {@code ::1/128}
     * @throws SlipwayException VALIDATION_FAILED with each that is none
     */
    public static OutboundNetworks opening(List<String> networks) {
        List<IPAddress> opened = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            try {
                opened.add(network(networks.get(i)));
            } catch (AddressStringException e) {
                problems.add(Problem.of(
                        "outboundNetworks/" + i,
                        "'" + networks.get(i) + "' is no network; write an address and a prefix such as 10.2.0.0/16"));
            }
        }
        if (!problems.isEmpty()) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "outboundNetworks cannot be used", problems);
        }
        return new OutboundNetworks(opened);
    }

    /** Whether {@code address} may be connected to. */
    boolean allows(InetAddress address) {
        IPAddress plain = ADDRESSES.from(address.getAddress());
        if (opened.stream().anyMatch(network -> network.contains(plain))) {
            return true;
        }
        boolean global = plain.isIPv4() || PUBLIC_IPV6.contains(plain);
        return global && CLOSED.stream().noneMatch(network -> network.contains(plain));
    }

    private static IPAddress network(String text) throws AddressStringException {
        IPAddress network = new IPAddressString(text).toAddress();
        if (network == null || !network.isPrefixed() || !network.isPrefixBlock()) {
            throw new AddressStringException(text, "is no network");
        }
        return network;
    }

    private static IPAddress constant(String text) {
        try {
            return network(text);
        } catch (AddressStringException e) {
            throw new IllegalStateException(e);
        }
    }
}
