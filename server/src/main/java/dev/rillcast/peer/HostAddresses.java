package dev.rillcast.peer;

import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses of the media port.
 *
 * @param bound those with a socket each, all of this machine
 * @param announced those that clients are told
 */
public record HostAddresses(List<InetAddress> bound, List<InetAddress> announced) {
    /**
     * Announces what the configuration says, or else loopback and the machine's own. An announced
     * address that is not this machine's stands for a NAT in front of it: then all of the machine's
     * own are bound.
     *
     * @throws UnknownHostException naming the entry that is no address
     */
    public static HostAddresses of(List<String> configured)
            throws SocketException, UnknownHostException {
        List<InetAddress> own = own();
        if (configured.isEmpty()) {
            return new HostAddresses(own, own);
        }
        List<InetAddress> announced = new ArrayList<>();
        Set<InetAddress> bound = new LinkedHashSet<>();
        for (String entry : configured) {
            InetAddress address = InetAddress.getByName(entry);
            announced.add(address);
            if (NetworkInterface.getByInetAddress(address) != null || address.isLoopbackAddress()) {
                bound.add(address);
            } else {
                own.stream().filter(a -> !a.isLoopbackAddress()).forEach(bound::add);
            }
        }
        return new HostAddresses(bound.isEmpty() ? own : List.copyOf(bound), announced);
    }

    private static List<InetAddress> own() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(HostAddresses::isUp)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> !a.isLinkLocalAddress())
                .map(HostAddresses::withoutScope)
                .distinct() // two interfaces may share one
                .filter(HostAddresses::isUsable)
                .toList();
    }

    /** A new IPv6 address is not, until it is known that nobody else has it (RFC 4862 5.4). */
    private static boolean isUsable(InetAddress address) {
        try (DatagramSocket _ = new DatagramSocket(0, address)) {
            return true;
        } catch (SocketException tentative) {
            return false;
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException gone) {
            return false;
        }
    }

    /**
     * Java prints the interface behind an IPv6 address (%eth0), which means nothing to a client.
     */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return address instanceof Inet6Address
                    ? InetAddress.getByAddress(address.getAddress())
                    : address;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
