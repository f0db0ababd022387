package dev.rillcast;

import dev.rillcast.admission.Admission;
import dev.rillcast.auth.Access;
import dev.rillcast.auth.Operators;
import dev.rillcast.auth.TokenGate;
import dev.rillcast.broadcast.BroadcastTerms;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.config.Config;
import dev.rillcast.config.ConfigException;
import dev.rillcast.config.Ice;
import dev.rillcast.config.Tls;
import dev.rillcast.config.Transcode;
import dev.rillcast.dtls.DtlsException;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.dtls.DtlsWarmUp;
import dev.rillcast.ice.IceServers;
import dev.rillcast.ice.IceServers.TurnAccess;
import dev.rillcast.ice.TurnCredential;
import dev.rillcast.icecast.IcecastTemplate;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import dev.rillcast.metrics.Health;
import dev.rillcast.metrics.Metrics;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.peer.HostAddresses;
import dev.rillcast.peer.MediaTerms;
import dev.rillcast.peer.TcpListeners;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.room.RoomLimits;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.signal.Sessions;
import dev.rillcast.sound.AacLine;
import dev.rillcast.tls.Trust;
import dev.rillcast.transcode.EncoderException;
import dev.rillcast.transcode.Transcoders;
import dev.rillcast.transcode.VideoEncoder;
import dev.rillcast.web.Https;
import dev.rillcast.web.PemException;
import dev.rillcast.web.WebServer;
import dev.rillcast.web.WhipOutput;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: wires the rooms together, opens its ports, and closes them in the reverse order. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Server() {}

    /**
     * @throws ConfigException naming the key whose port is in use or whose address is not to be had
     */
    public static Server start(Config config) {
        Server server = new Server();
        try {
            server.open(config);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open(Config config) {
        InetAddress listen = listenAddress(config.http().host());
        checkTemplate(config.whip().output());
        WebServer.Door web = door(config.http());
        DtlsIdentity identity = DtlsIdentity.create(new SecureRandom(), Instant.now());
        LiveStreams live = new LiveStreams();
        Optional<String> ingestUrl = ingest(config.ingest(), listen, live);
        Transcoders transcoders = transcoders(config.transcode());
        UdpDoor door = door(config.media(), mediaTerms(config), identity);
        Broadcasts broadcasts =
                new Broadcasts(
                        door,
                        new OutputPolicy(config.outputs().allow(), trust(config.outputs())),
                        terms(config),
                        transcoders,
                        admission(config.limits()));
        Access access = SignInWays.access(config);
        Operators operators = SignInWays.operators(config.admin());
        IceServers ice = iceServers(config.ice());
        Sessions sessions =
                new Sessions(
                        access::signIn,
                        broadcasts,
                        roomLimits(config.rooms()),
                        userId -> ice.forUser(userId, Instant.now()),
                        config.icecast().url().map(Server::icecast),
                        config.limits().users());
        open.push(sessions);
        WebServer.Facts facts = facts(config, transcoders, ingestUrl, ice);
        Health health = new Health(door, transcoders);
        WebServer.Watch watch =
                new WebServer.Watch(
                        new Metrics.Sources(
                                release(), door, broadcasts, sessions, access, transcoders),
                        new TokenGate(config.metrics().token(), "metrics.token"),
                        health);
        opened(
                "http.port",
                config.http().port(),
                () ->
                        WebServer.open(
                                web, facts, watch, access, operators, sessions, broadcasts, live));
        open.push(broadcasts); // closed first, so that publishers still hear of it
        open.push(health::stopping);
        health.serving();
        warmUp(identity, transcoders);
        if (access.thisMachineOnly()) {
            LOG.info("nobody but this machine may sign in: auth.* is not set (docs/signing-in.md)");
        }
    }

    /** The embedded ingest's URL without a stream's name, if it is to run. */
    private Optional<String> ingest(Config.Ingest ingest, InetAddress listen, LiveStreams live) {
        if (!ingest.enabled()) {
            return Optional.empty();
        }
        int port = ingest.port();
        opened("ingest.port", port, () -> RtmpIngest.open(listen, port, ingest.key(), live));
        return Optional.of("rtmp://localhost:" + port + "/live");
    }

    /** The address to listen on; one that can't be had is told by the name of its own key. */
    private static InetAddress listenAddress(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
        } catch (IOException unknown) {
            // the same answer
        }
        throw new ConfigException("http.host", host + " is not an address of this machine");
    }

    /** A stream's name may stand in the path only: it must not choose the host. */
    private static void checkTemplate(String output) {
        try {
            var _ = RtmpUrl.parse(output, null);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("whip.output", String.valueOf(e.getMessage()));
        }
    }

    /** Whom ingests behind rtmps:// must be vouched for by. */
    static Trust trust(Config.Outputs outputs) {
        try {
            return outputs.trust().isPresent() ? Trust.with(outputs.trust().get()) : Trust.STANDARD;
        } catch (IOException e) {
            throw new ConfigException("outputs.trust", String.valueOf(e.getMessage()));
        }
    }

    private static WebServer.Facts facts(
            Config config, Transcoders transcoders, Optional<String> ingestUrl, IceServers ice) {
        return new WebServer.Facts(
                release(),
                new WebServer.Transcoders(
                        () -> transcoders.version().orElseGet(AacLine::libraryVersion),
                        transcoders::active,
                        transcoders.max()),
                ingestUrl,
                config.broadcast().keyframeInterval(),
                new WhipOutput(config.whip().output(), config.whip().passthrough()),
                () -> ice.forUser("whip", Instant.now()));
    }

    private static IcecastTemplate icecast(String template) {
        try {
            return new IcecastTemplate(template);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("icecast.url", String.valueOf(e.getMessage()));
        }
    }

    private static RoomLimits roomLimits(Config.Rooms rooms) {
        return new RoomLimits(
                rooms.maxMembers(), rooms.maxCalls(), Duration.ofSeconds(rooms.ringing()));
    }

    private static IceServers iceServers(Ice ice) {
        Optional<TurnAccess> secret = ice.secret().map(TurnAccess.SharedSecret::new);
        Optional<TurnAccess> fixed =
                ice.username()
                        .map(name -> new TurnCredential(name, ice.credential().orElseThrow()))
                        .map(TurnAccess.Fixed::new);
        return new IceServers(
                ice.servers(), secret.or(() -> fixed).orElseGet(TurnAccess.None::new));
    }

    private static WebServer.Door door(Config.Http http) {
        Optional<Https> https =
                switch (http.tls()) {
                    case Tls.Off() -> Optional.empty();
                    case Tls.SelfSigned() -> Optional.of(Https.of(OwnAddress.identity()));
                    case Tls.Files(Path cert, Path key) -> Optional.of(https(cert, key));
                };
        return new WebServer.Door(http.host(), http.port(), https, Set.copyOf(http.origins()));
    }

    private static Https https(Path cert, Path key) {
        try {
            return Https.ofFiles(cert, key);
        } catch (PemException e) {
            throw new ConfigException(
                    e.ofKey() ? "http.tls.key" : "http.tls.cert", String.valueOf(e.getMessage()));
        }
    }

    private static BroadcastTerms terms(Config config) {
        return new BroadcastTerms(
                Duration.ofSeconds(config.broadcast().retry()),
                config.broadcast().slate(),
                config.broadcast().silence(),
                config.icecast().titles());
    }

    private static Admission admission(Config.Limits limits) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Admission(limits.streams(), limits.cpu(), processors, System.nanoTime());
    }

    private static Transcoders transcoders(Transcode transcode) {
        VideoEncoder encoder =
                VideoEncoder.of(
                        transcode.ffmpeg(),
                        transcode.encoder(),
                        transcode.preset(),
                        transcode.threads());
        return new Transcoders(encoder, transcode.max());
    }

    private static MediaTerms mediaTerms(Config config) {
        return new MediaTerms(
                Duration.ofSeconds(config.broadcast().keyframeInterval()),
                Duration.ofMillis(config.media().maxDelay()));
    }

    private UdpDoor door(Config.Media media, MediaTerms terms, DtlsIdentity identity) {
        HostAddresses addresses = addresses(media.addresses());
        int tcpPort = media.tcpPort();
        String tcpKey = tcpPort == media.port() ? "media.port" : "media.tcpPort";
        TcpListeners tcp =
                tcpPort == 0
                        ? TcpListeners.none()
                        : opened(tcpKey, tcpPort, () -> TcpListeners.open(addresses, tcpPort));
        return opened(
                "media.port",
                media.port(),
                () -> UdpDoor.open(addresses, media.port(), tcp, identity, terms));
    }

    private static HostAddresses addresses(List<String> configured) {
        try {
            return HostAddresses.of(configured);
        } catch (IOException e) {
            throw new ConfigException("media.addresses", e.getMessage() + " is not an address");
        }
    }

    /** The release, from the jar's manifest. */
    static String release() {
        String version = Server.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    private interface Opening<T> {
        T open() throws IOException, ConfigException;
    }

    private <T extends AutoCloseable> T opened(String key, int port, Opening<T> opening) {
        try {
            T thing = opening.open();
            open.push(thing);
            return thing;
        } catch (BindException e) {
            throw new ConfigException(
                    key, port + " is in use, or its address is not this machine's");
        } catch (IOException e) {
            throw new ConfigException(key, port + " can't be opened: " + e);
        }
    }

    /**
     * The first handshake and the first AAC frame cost a cold JVM 0.2 and 0.6 s: spend them before
     * they count, but not before the ports are open.
     */
    private static void warmUp(DtlsIdentity identity, Transcoders transcoders) {
        Thread.ofPlatform()
                .daemon()
                .name("warm-up")
                .start(
                        () -> {
                            try {
                                DtlsWarmUp.run(identity);
                                AacLine.warmUp();
                                if (transcoders.max() > 0) {
                                    transcoders.check();
                                }
                            } catch (DtlsException e) {
                                LOG.warn("the first connection will be slower than the others", e);
                            } catch (EncoderException e) {
                                LOG.error("video can't be transcoded: {}: {}", e.key(), e.reason());
                            }
                        });
    }

    /**
     * Ends the broadcasts, so that each ingest is told, and closes the ports. Takes 3 s at most.
     */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the server did not close cleanly", e);
            }
        }
    }
}
