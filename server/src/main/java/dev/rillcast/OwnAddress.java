package dev.rillcast;

import dev.rillcast.dtls.SelfSigned;
import dev.rillcast.peer.HostAddresses;
import dev.rillcast.web.Identity;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How others on the network call this machine. */
final class OwnAddress {
    /** Addresses of nobody (RFC 5737, RFC 3849). Connecting a UDP socket to one sends nothing. */
    private static final List<String> ELSEWHERE = List.of("192.0.2.1", "2001:db8::1");

    private OwnAddress() {}

    /** The address that this machine has towards others; localhost if it has none. */
    static String towardsOthers() {
        for (String elsewhere : ELSEWHERE) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(elsewhere), 9));
                InetAddress own = socket.getLocalAddress();
                if (!own.isLoopbackAddress() && !own.isAnyLocalAddress()) {
                    return own.getHostAddress().split("%", 2)[0];
                }
            } catch (IOException | RuntimeException noWayThere) {
                // the next one
            }
        }
        return "localhost";
    }

    /** A certificate of our own making for every name and address of this machine. */
    static Identity identity() {
        SelfSigned made =
                SelfSigned.create(new SecureRandom(), Instant.now(), names(), addresses());
        return new Identity(made.key(), List.of(made.certificate()));
    }

    private static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(List.of("localhost"));
        try {
            String own = InetAddress.getLocalHost().getHostName();
            if (own.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
                names.add(own);
                // As neighbours find it by multicast DNS (RFC 6762 3).
                names.add(own.split("\\.", 2)[0] + ".local");
            }
        } catch (UnknownHostException nameless) {
            // its addresses are enough
        }
        return names;
    }

    private static List<InetAddress> addresses() {
        try {
            return HostAddresses.of(List.of()).announced();
        } catch (SocketException | UnknownHostException e) {
            return List.of(InetAddress.getLoopbackAddress());
        }
    }
}
