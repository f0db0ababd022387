package dev.rillcast.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.peer.HostAddresses;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.transcode.Transcoders;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private UdpDoor door;
    private Health health;

    @BeforeEach
    void open() throws Exception {
        DtlsIdentity identity = DtlsIdentity.create(new SecureRandom(), Instant.EPOCH);
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, Program.freePort(), identity, Duration.ofSeconds(2));
        health = new Health(door, Transcoders.NONE);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void itIsReadyBetweenItsStartAndItsEnd() {
        assertEquals("starting", ready().status());
        assertFalse(ready().good());
        health.serving();
        assertEquals("up", ready().status());
        assertEquals("off", ready().parts().get("transcoding"));
        assertTrue(ready().good());
        health.stopping();
        assertEquals("stopping", ready().status());
        assertFalse(ready().good());
        assertTrue(health.live(System.nanoTime()).good(), "it ends by itself");
    }

    @Test
    void withoutItsMediaPortItIsNeitherReadyNorAlive() {
        health.serving();
        assertTrue(health.live(System.nanoTime()).good());
        door.close();
        assertEquals("down", ready().parts().get("media"));
        assertFalse(ready().good());
        assertFalse(health.live(System.nanoTime()).good());
    }

    private Health.Answer ready() {
        return health.ready(System.nanoTime());
    }
}
