package dev.rillcast.signal;

import dev.rillcast.Program;
import dev.rillcast.admission.Admission;
import dev.rillcast.auth.Access;
import dev.rillcast.auth.Grant;
import dev.rillcast.broadcast.BroadcastTerms;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.ice.IceServer;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.peer.HostAddresses;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.room.RoomLimits;
import dev.rillcast.transcode.Transcoders;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** What is behind sessions: everything but the browser. */
final class Backend implements AutoCloseable {
    static final int USERS = 3;

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));

    final LiveStreams live = new LiveStreams();
    final RtmpIngest ingest;
    final Broadcasts broadcasts;
    final Sessions sessions;
    private final UdpDoor door;

    /** Lets this machine in, as the server does that has nothing configured. */
    Backend() throws IOException {
        this(new Access(Optional.empty())::signIn);
    }

    /** Lets everybody in with the same grant. */
    Backend(Grant grant) throws IOException {
        this((caller, credentials) -> grant);
    }

    /** With all that may be configured for rooms and calls. */
    Backend(RoomLimits rooms, Function<String, List<IceServer>> ice, int users) throws IOException {
        this(new Access(Optional.empty())::signIn, rooms, ice, users);
    }

    private Backend(Doorkeeper doorkeeper) throws IOException {
        this(doorkeeper, new RoomLimits(16, 4, Duration.ofSeconds(45)), _ -> List.of(), USERS);
    }

    private Backend(
            Doorkeeper doorkeeper,
            RoomLimits rooms,
            Function<String, List<IceServer>> ice,
            int users)
            throws IOException {
        ingest = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), live);
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, Program.freePort(), IDENTITY, Duration.ofSeconds(2));
        broadcasts =
                new Broadcasts(
                        door,
                        new OutputPolicy(List.of("127.0.0.1")),
                        new BroadcastTerms(Duration.ofSeconds(5), true),
                        Transcoders.NONE,
                        new Admission(0, 90, 1, 0));
        sessions = new Sessions(doorkeeper, broadcasts, rooms, ice, Optional.empty(), users);
    }

    /** The ingest's URL without a stream's name. */
    String output() {
        return "rtmp://127.0.0.1:" + ingest.port() + "/live";
    }

    void awaitLive(String name) {
        await(() -> live.find(name).isPresent());
    }

    void awaitNoneLive() {
        await(() -> live.all().isEmpty());
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000); // bounded by the test's timeout
        }
    }

    @Override
    public void close() {
        sessions.close();
        broadcasts.close();
        door.close();
        ingest.close();
    }
}
