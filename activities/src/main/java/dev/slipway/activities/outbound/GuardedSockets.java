package dev.slipway.activities.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect only to open addresses. The look is at the very address the connection goes to, so it does not
 * matter how the host was written or what its name means the next time somebody asks.
 */
final class GuardedSockets extends SocketFactory {
    private final OutboundNetworks networks;

    GuardedSockets(OutboundNetworks networks) {
        this.networks = networks;
    }

    @Override
    public Socket createSocket() {
        return new Guarded();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = createSocket();
        socket.connect(address);
        return socket;
    }

    /** The address of a host is closed to us. */
    static final class ClosedAddressException extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedAddressException(SocketAddress address) {
            super("the host's address " + address + " is on a network that is not open to outbound calls");
        }
    }

    private final class Guarded extends Socket {
        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress address)
                    || address.isUnresolved()
                    || !networks.allows(address.getAddress())) {
                throw new ClosedAddressException(endpoint);
            }
            super.connect(endpoint, timeout);
        }
    }
}
