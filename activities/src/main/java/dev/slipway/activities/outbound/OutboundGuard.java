package dev.slipway.activities.outbound;

/** Says which hosts a project may call; kept by whoever knows what operators named. */
@FunctionalInterface
public interface OutboundGuard {
    /**
     * Whether the project may call a host.
     *
     * @param host lower-case name or address as it is connected to, an IPv6 address without brackets
     * @param port 1 to 65,535
     */
    boolean allows(String project, String host, int port);
}
