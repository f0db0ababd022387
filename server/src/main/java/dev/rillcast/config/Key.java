package dev.rillcast.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key that exists. */
enum Key {
    HTTP_HOST("http.host"),
    HTTP_PORT("http.port"),
    HTTP_ORIGINS("http.origins"),
    HTTP_TLS_CERT("http.tls.cert"),
    HTTP_TLS_KEY("http.tls.key"),
    HTTP_TLS_SELF_SIGNED("http.tls.selfSigned"),
    MEDIA_PORT("media.port"),
    MEDIA_TCP_PORT("media.tcpPort"),
    MEDIA_ADDRESSES("media.addresses"),
    MEDIA_MAX_DELAY("media.maxDelay"),
    INGEST_ENABLED("ingest.enabled"),
    INGEST_PORT("ingest.port"),
    INGEST_KEY("ingest.key"),
    OUTPUTS_ALLOW("outputs.allow"),
    OUTPUTS_TRUST("outputs.trust"),
    AUTH_USERS("auth.users"),
    AUTH_TOKENS("auth.tokens"),
    AUTH_API_KEYS("auth.apiKeys"),
    AUTH_JWT_SECRET("auth.jwt.secret"),
    AUTH_JWT_KEY("auth.jwt.key"),
    AUTH_JWT_JWKS("auth.jwt.jwks"),
    AUTH_JWT_ISSUER("auth.jwt.issuer"),
    AUTH_JWT_AUDIENCE("auth.jwt.audience"),
    AUTH_BINTU("auth.bintu"),
    AUTH_HOOK("auth.hook"),
    ADMIN_USERS("admin.users"),
    WHIP_TOKEN("whip.token"),
    WHIP_OUTPUT("whip.output"),
    WHIP_PASSTHROUGH("whip.passthrough"),
    BROADCAST_KEYFRAME_INTERVAL("broadcast.keyframeInterval"),
    BROADCAST_RETRY("broadcast.retry"),
    BROADCAST_SLATE("broadcast.slate"),
    BROADCAST_AUDIO_SILENCE("broadcast.audio.silence"),
    TRANSCODE_FFMPEG("transcode.ffmpeg"),
    TRANSCODE_MAX("transcode.max"),
    TRANSCODE_ENCODER("transcode.encoder"),
    TRANSCODE_PRESET("transcode.preset"),
    TRANSCODE_THREADS("transcode.threads"),
    ICECAST_URL("icecast.url"),
    ICECAST_TITLES("icecast.titles"),
    ICE_SERVERS("ice.servers"),
    ICE_SECRET("ice.secret"),
    ICE_USERNAME("ice.username"),
    ICE_CREDENTIAL("ice.credential"),
    ROOMS_MAX_MEMBERS("rooms.maxMembers"),
    ROOMS_MAX_CALLS("rooms.maxCalls"),
    ROOMS_RINGING("rooms.ringing"),
    LIMITS_USERS("limits.users"),
    LIMITS_STREAMS("limits.streams"),
    LIMITS_CPU("limits.cpu"),
    METRICS_TOKEN("metrics.token");

    /** What the name of each variable begins with. */
    static final String PREFIX = "RILLCAST_";

    /** A name with more wrong letters than this is no slip of the finger. */
    private static final int MAX_TYPOS = 4;

    private final String path;

    Key(String path) {
        this.path = path;
    }

    /** The name in the file, for example {@code http.port}. */
    String path() {
        return path;
    }

    /** The environment variable, for example {@code RILLCAST_HTTP_PORT}. */
    String variable() {
        return PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    static Optional<Key> ofPath(String path) {
        return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
    }

    static Optional<Key> ofVariable(String variable) {
        return Arrays.stream(values()).filter(key -> key.variable().equals(variable)).findFirst();
    }

    static ConfigException unknownPath(String path) {
        return unknown(path, Arrays.stream(values()).map(Key::path));
    }

    static ConfigException unknownVariable(String variable) {
        return unknown(variable, Arrays.stream(values()).map(Key::variable));
    }

    private static ConfigException unknown(String name, Stream<String> names) {
        String hint =
                names.min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                        .filter(candidate -> distance(name, candidate) <= MAX_TYPOS)
                        .map(candidate -> "did you mean " + candidate + "?")
                        .orElse("docs/configuration.md lists them all");
        return new ConfigException(name, "no such key; " + hint);
    }

    /** How many letters must be changed, added or taken away (Levenshtein), case aside. */
    private static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
