package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Broadcasts from networks that let only some ways through: each goes live, and is clean. */
@Tag("browser")
@Timeout(60)
class NetworkTest {
    private static final String SECRET = "north-south-east-west";

    @TempDir static Path directory;

    @Test
    void whereUdpIsBlockedItGoesByTcp() throws Exception {
        try (Namespace network = Namespace.ipv4(directory);
                Visit visit = Visit.open(network)) {
            network.letOut("meta l4proto tcp accept");
            visit.goLive();
            assertEquals("tcp to " + network.server(), visit.cleanWay(directory));
        }
    }

    @Test
    void whereOnlyHttpsIsLetThroughItGoesByTurnOverTls() throws Exception {
        try (Namespace network = Namespace.ipv4(directory);
                Coturn _ = Coturn.overTls(directory, network.server(), SECRET);
                Visit visit =
                        Visit.open(
                                network,
                                "RILLCAST_ICE_SERVERS",
                                "turns:" + network.server() + ":443?transport=tcp",
                                "RILLCAST_ICE_SECRET",
                                SECRET)) {
            network.letOut(
                    "tcp dport 443 accept",
                    "tcp dport " + visit.server().config().http().port() + " accept");
            visit.goLive();
            assertEquals("tls to " + network.server(), visit.cleanWay(directory));
        }
    }

    @Test
    void whereThereIsNoIpv4ItGoesByIpv6() throws Exception {
        try (Namespace network = Namespace.ipv6(directory);
                Visit visit = Visit.open(network)) {
            visit.goLive();
            assertEquals("udp to " + network.server(), visit.cleanWay(directory));
        }
    }

    @Test
    void behindANatItGoesToTheAddressThatIsAnnounced() throws Exception {
        String announced = "203.0.113.7";
        try (Namespace network = Namespace.ipv4(directory);
                Visit visit = Visit.open(network, "RILLCAST_MEDIA_ADDRESSES", announced)) {
            network.translate(announced);
            visit.goLive();
            assertEquals("udp to " + announced, visit.cleanWay(directory));
        }
    }
}
