package dev.rillcast.config;

import static dev.rillcast.config.Settings.wrong;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that can be configured; docs/configuration.md says what each key means. */
public record Config(
        Http http,
        Media media,
        Ingest ingest,
        Outputs outputs,
        Auth auth,
        Admin admin,
        Whip whip,
        Broadcast broadcast,
        Transcode transcode,
        Icecast icecast,
        Ice ice,
        Rooms rooms,
        Limits limits,
        Metrics metrics) {

    private static final String PORT = "a port (1 to 65535)";

    /**
     * Where pages, signalling and WHIP are served; host 0.0.0.0 is every address.
     *
     * @param origins pages of other servers that may open the signalling socket; none: all may
     */
    public record Http(String host, int port, List<String> origins, Tls tls) {
        public Http {
            if (!HostPattern.isHost(host)) {
                throw wrong(Key.HTTP_HOST, host, "a host name or an IP address");
            }
            requirePort(Key.HTTP_PORT, port);
            origins = List.copyOf(origins);
            for (String origin : origins) {
                if (!HostPattern.isOrigin(origin)) {
                    throw wrong(Key.HTTP_ORIGINS, origin, HostPattern.ORIGIN_FORM);
                }
            }
        }
    }

    /**
     * Where media comes in, and how long it may wait.
     *
     * @param port for UDP
     * @param tcpPort for ICE-TCP; 0: none
     * @param addresses IP addresses to announce; none: loopback and the machine's own
     * @param maxDelay milliseconds for which a missing packet is asked for at most, while those
     *     behind it wait, 50 to 2000
     */
    public record Media(int port, int tcpPort, List<String> addresses, int maxDelay) {
        static final String TCP_PORT = PORT + ", or 0 for none";
        static final String DELAY_RANGE = "a number of milliseconds (50 to 2000)";

        public Media {
            requirePort(Key.MEDIA_PORT, port);
            if (tcpPort != 0 && !isPort(tcpPort)) {
                throw wrong(Key.MEDIA_TCP_PORT, tcpPort, TCP_PORT);
            }
            if (maxDelay < 50 || maxDelay > 2_000) {
                throw wrong(Key.MEDIA_MAX_DELAY, maxDelay, DELAY_RANGE);
            }
            addresses = List.copyOf(addresses);
            for (String address : addresses) {
                if (HostPattern.address(address).filter(a -> !unusable(a)).isEmpty()) {
                    throw wrong(
                            Key.MEDIA_ADDRESSES,
                            address,
                            "an IP address that browsers can send to");
                }
            }
        }

        private static boolean unusable(InetAddress address) {
            return address.isAnyLocalAddress() || address.isMulticastAddress();
        }
    }

    /** The embedded RTMP server. */
    public record Ingest(boolean enabled, int port, Optional<String> key) {
        public Ingest {
            requirePort(Key.INGEST_PORT, port);
            requireToken(Key.INGEST_KEY, key);
        }

        @Override
        public String toString() {
            return "Ingest[port=" + port + ", key=" + (key.isPresent() ? "set" : "none") + "]";
        }
    }

    /**
     * Where outputs may go although it is local, and which ingests they trust.
     *
     * @param allow host, host:port, address, [address]:port or network in CIDR notation
     * @param trust PEM file with certificate authorities, beside the JDK's
     */
    public record Outputs(List<String> allow, Optional<Path> trust) {
        public Outputs {
            allow = List.copyOf(allow);
            for (String entry : allow) {
                if (!HostPattern.matches(entry)) {
                    throw wrong(Key.OUTPUTS_ALLOW, entry, HostPattern.FORMS);
                }
            }
        }
    }

    /**
     * Who may look at the dashboard, and end broadcasts there.
     *
     * @param users the file of names and hashes; none: only people at this machine
     */
    public record Admin(Optional<Path> users) {}

    /**
     * The WHIP door.
     *
     * @param token that publishers must send; none: only loopback clients may publish
     * @param output RTMP URL in which {stream} stands for the stream's name
     * @param passthrough whether what the ingest takes by Enhanced RTMP goes out as it comes
     */
    public record Whip(Optional<String> token, String output, boolean passthrough) {
        public Whip {
            // RFC 6750 2.1. Neither value is printed: both may hold a secret.
            requireToken(Key.WHIP_TOKEN, token);
            if (!output.matches("rtmps?://[^/\\s]+/\\S+")) {
                throw new ConfigException(
                        Key.WHIP_OUTPUT.path(),
                        "must be an RTMP URL, such as rtmp://127.0.0.1:1935/live/{stream}");
            }
        }

        @Override
        public String toString() {
            return "Whip[token=" + (token.isPresent() ? "set" : "none") + "]";
        }
    }

    /**
     * How broadcasts are made.
     *
     * @param keyframeInterval seconds after which a key frame is asked for, 1 to 10
     * @param retry seconds for which a lost ingest is tried again, 0 to 3600
     * @param slate whether the last key frame is shown while the publisher's connection is lost
     * @param silence whether a broadcast without sound goes out with silent sound
     */
    public record Broadcast(int keyframeInterval, int retry, boolean slate, boolean silence) {
        static final String RANGE = "a number of seconds (1 to 10)";
        static final String RETRY_RANGE = "a number of seconds (0 to 3600)";

        public Broadcast {
            if (keyframeInterval < 1 || keyframeInterval > 10) {
                throw wrong(Key.BROADCAST_KEYFRAME_INTERVAL, keyframeInterval, RANGE);
            }
            if (retry < 0 || retry > 3_600) {
                throw wrong(Key.BROADCAST_RETRY, retry, RETRY_RANGE);
            }
        }
    }

    /**
     * What the rooms hold, in which users call each other.
     *
     * @param maxMembers of one room, 2 to 100
     * @param maxCalls that one member has at once, 1 to 99
     * @param ringing seconds after which a call that nobody answers is over, 5 to 600
     */
    public record Rooms(int maxMembers, int maxCalls, int ringing) {
        static final String MEMBERS_RANGE = "a number of people (2 to 100)";
        static final String CALLS_RANGE = "a number of calls (1 to 99)";
        static final String RINGING_RANGE = "a number of seconds (5 to 600)";

        public Rooms {
            // Each member is told of each change of any other, so a room costs the square of it.
            if (maxMembers < 2 || maxMembers > 100) {
                throw wrong(Key.ROOMS_MAX_MEMBERS, maxMembers, MEMBERS_RANGE);
            }
            if (maxCalls < 1 || maxCalls > 99) {
                throw wrong(Key.ROOMS_MAX_CALLS, maxCalls, CALLS_RANGE);
            }
            if (ringing < 5 || ringing > 600) {
                throw wrong(Key.ROOMS_RINGING, ringing, RINGING_RANGE);
            }
        }
    }

    /**
     * What a flood must not exceed.
     *
     * @param users who are signed in at once, 1 to 1,000,000; and as many sockets
     * @param streams broadcasts that run at once, 0 to 100,000; 0: any number
     * @param cpu the load in percent up to which a broadcast may begin, 1 to 100; 100: any load
     */
    public record Limits(int users, int streams, int cpu) {
        static final String RANGE = "a number of users (1 to 1000000)";
        static final String STREAMS_RANGE =
                "a number of broadcasts (0 to 100000), 0 for any number";
        static final String CPU_RANGE = "a percentage (1 to 100), 100 for any load";

        static Limits of(Settings settings) {
            return new Limits(
                    settings.number(Key.LIMITS_USERS, 10_000, RANGE),
                    settings.number(Key.LIMITS_STREAMS, 1_000, STREAMS_RANGE),
                    settings.number(Key.LIMITS_CPU, 90, CPU_RANGE));
        }

        public Limits {
            if (users < 1 || users > 1_000_000) {
                throw wrong(Key.LIMITS_USERS, users, RANGE);
            }
            if (streams < 0 || streams > 100_000) {
                throw wrong(Key.LIMITS_STREAMS, streams, STREAMS_RANGE);
            }
            if (cpu < 1 || cpu > 100) {
                throw wrong(Key.LIMITS_CPU, cpu, CPU_RANGE);
            }
        }
    }

    /**
     * Who may read the figures.
     *
     * @param token that must be shown, as it is or as {@code sha256:HEX}; none: only this machine
     *     may
     */
    public record Metrics(Optional<String> token) {
        public Metrics {
            if (token.isPresent() && !Auth.isToken(token.get())) { // which is not printed
                throw new ConfigException(Key.METRICS_TOKEN.path(), "must be " + Auth.TOKEN_FORMS);
            }
        }

        @Override
        public String toString() {
            return "Metrics[token=" + (token.isPresent() ? "set" : "none") + "]";
        }
    }

    /**
     * Reads the file, if there is one, and the environment, which wins.
     *
     * @throws ConfigException if a key is unknown or a value is wrong
     */
    public static Config load(Optional<Path> file, Map<String, String> environment) {
        Settings settings = new Settings(file.map(ConfigFile::read).orElse(Map.of()), environment);
        int httpPort = settings.number(Key.HTTP_PORT, 8080, PORT);
        int mediaPort = settings.number(Key.MEDIA_PORT, 8189, PORT);
        Ingest ingest =
                new Ingest(
                        settings.flag(Key.INGEST_ENABLED, true),
                        settings.number(Key.INGEST_PORT, 1935, PORT),
                        settings.text(Key.INGEST_KEY));
        return new Config(
                new Http(
                        settings.text(Key.HTTP_HOST).orElse("0.0.0.0"),
                        httpPort,
                        settings.list(Key.HTTP_ORIGINS).orElse(List.of()),
                        Tls.read(settings)),
                new Media(
                        mediaPort,
                        settings.number(
                                Key.MEDIA_TCP_PORT,
                                mediaPort == httpPort ? 0 : mediaPort,
                                Media.TCP_PORT),
                        settings.list(Key.MEDIA_ADDRESSES).orElse(List.of()),
                        settings.number(Key.MEDIA_MAX_DELAY, 400, Media.DELAY_RANGE)),
                ingest,
                new Outputs(
                        settings.list(Key.OUTPUTS_ALLOW).orElse(embedded(ingest)),
                        settings.text(Key.OUTPUTS_TRUST).map(Path::of)),
                Auth.of(settings),
                new Admin(settings.text(Key.ADMIN_USERS).map(Path::of)),
                new Whip(
                        settings.text(Key.WHIP_TOKEN),
                        settings.text(Key.WHIP_OUTPUT)
                                .orElse("rtmp://127.0.0.1:" + ingest.port + "/live/{stream}"),
                        settings.flag(Key.WHIP_PASSTHROUGH, false)),
                new Broadcast(
                        settings.number(Key.BROADCAST_KEYFRAME_INTERVAL, 2, Broadcast.RANGE),
                        settings.number(Key.BROADCAST_RETRY, 120, Broadcast.RETRY_RANGE),
                        settings.flag(Key.BROADCAST_SLATE, true),
                        settings.flag(Key.BROADCAST_AUDIO_SILENCE, false)),
                Transcode.of(settings),
                Icecast.of(settings),
                Ice.of(settings),
                new Rooms(
                        settings.number(Key.ROOMS_MAX_MEMBERS, 16, Rooms.MEMBERS_RANGE),
                        settings.number(Key.ROOMS_MAX_CALLS, 4, Rooms.CALLS_RANGE),
                        settings.number(Key.ROOMS_RINGING, 45, Rooms.RINGING_RANGE)),
                Limits.of(settings),
                new Metrics(settings.text(Key.METRICS_TOKEN)));
    }

    private static List<String> embedded(Ingest ingest) {
        int port = ingest.port;
        return ingest.enabled
                ? List.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port)
                : List.of();
    }

    static boolean isPort(int number) {
        return number >= 1 && number <= 65_535;
    }

    private static void requireToken(Key key, Optional<String> token) {
        if (token.isPresent() && !token.get().matches(Auth.TOKEN)) {
            throw new ConfigException(
                    key.path(), "is made of letters, digits and -._~+/, with = at the end");
        }
    }

    private static void requirePort(Key key, int port) {
        if (!isPort(port)) {
            throw wrong(key, port, PORT);
        }
    }
}
