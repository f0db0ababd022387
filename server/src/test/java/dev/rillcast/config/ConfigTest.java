package dev.rillcast.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final String HASH =
            "sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";

    @TempDir private Path folder;

    @Test
    void theDefaultsServeEverythingOnTheUsualPorts() {
        Config config = environment(Map.of());
        assertEquals(new Config.Http("0.0.0.0", 8080, List.of(), new Tls.Off()), config.http());
        assertEquals(new Config.Media(8189, 8189, List.of(), 400), config.media());
        assertEquals(new Config.Ingest(true, 1935, Optional.empty()), config.ingest());
        assertEquals(
                List.of("localhost:1935", "127.0.0.1:1935", "[::1]:1935"),
                config.outputs().allow());
        assertEquals(Optional.empty(), config.outputs().trust());
        assertEquals(Optional.empty(), config.whip().token());
        assertEquals("rtmp://127.0.0.1:1935/live/{stream}", config.whip().output());
        assertFalse(config.whip().passthrough());
        assertEquals(new Config.Broadcast(2, 120, true, false), config.broadcast());
        assertEquals(new Icecast(Optional.empty(), false), config.icecast());
        assertEquals(List.of(), config.ice().servers());
        assertEquals(new Config.Rooms(16, 4, 45), config.rooms());
        assertEquals(new Config.Limits(10_000, 1_000, 90), config.limits());
    }

    @Test
    void tlsNeedsBothFilesOrNone() throws IOException {
        Config config = load("http: {tls: {cert: a.pem, key: b.pem}}");
        assertEquals(new Tls.Files(Path.of("a.pem"), Path.of("b.pem")), config.http().tls());
        Map<String, String> made = Map.of("RILLCAST_HTTP_TLS_SELFSIGNED", "true");
        assertEquals(new Tls.SelfSigned(), environment(made).http().tls());
        assertEquals(
                "http.tls.key: is missing beside http.tls.cert",
                failure(() -> load("http: {tls: {cert: a.pem}}")));
        assertEquals(
                "http.tls.cert: is missing beside http.tls.key",
                failure(() -> load("http: {tls: {key: b.pem}}")));
        assertEquals(
                "http.tls.selfSigned: is for a server without http.tls.cert and http.tls.key",
                failure(() -> load("http: {tls: {key: b.pem, selfSigned: true}}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.org",
                "http://localhost:3000",
                "http://10.0.0.7",
                "https://[fd00::7]:8443"
            })
    void anOriginIsWrittenAsBrowsersDo(String origin) {
        Config config = environment(Map.of("RILLCAST_HTTP_ORIGINS", origin));
        assertEquals(List.of(origin), config.http().origins());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "null",
                "app.example.org",
                "https://",
                "https://app.example.org/",
                "https://app.example.org:443",
                "http://app.example.org:80",
                "https://App.example.org",
                "https://a@b",
                "https://*.example.org",
                "https://fd00::7",
                "ftp://a"
            })
    void whatBrowsersNeverSendIsNoOrigin(String origin) {
        String message = failure(() -> new Config.Http("::", 1, List.of(origin), new Tls.Off()));
        assertEquals("http.origins: \"" + origin + "\" is not " + HostPattern.ORIGIN_FORM, message);
    }

    @Test
    void defaultsFollowTheIngest() {
        Config moved = environment(Map.of("RILLCAST_INGEST_PORT", "1936"));
        assertEquals("[::1]:1936", moved.outputs().allow().getLast());
        assertEquals("rtmp://127.0.0.1:1936/live/{stream}", moved.whip().output());
        Config off = environment(Map.of("RILLCAST_INGEST_ENABLED", "false"));
        assertEquals(List.of(), off.outputs().allow());
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Path file = file("http:\n  host: 127.0.0.1\n  port: 80\nmedia.port: 81\n");
        Map<String, String> environment =
                Map.of("RILLCAST_HTTP_PORT", "90", "RILLCAST_JAVA_HOME", "/jdk", "HOME", "/");
        Config config = Config.load(Optional.of(file), environment);
        assertEquals(new Config.Http("127.0.0.1", 90, List.of(), new Tls.Off()), config.http());
        assertEquals(81, config.media().port());
        assertEquals(81, config.media().tcpPort());
    }

    @Test
    void mediaLeavesThePortOfHttpToHttp() {
        Map<String, String> same =
                Map.of("RILLCAST_HTTP_PORT", "443", "RILLCAST_MEDIA_PORT", "443");
        assertEquals(new Config.Media(443, 0, List.of(), 400), environment(same).media());
    }

    @Test
    void mediaCanDoWithoutTcp() {
        Config config = environment(Map.of("RILLCAST_MEDIA_TCPPORT", "0"));
        assertEquals(new Config.Media(8189, 0, List.of(), 400), config.media());
    }

    @Test
    void aListIsSeparatedByCommasOrWrittenInYaml() throws IOException {
        List<String> list = List.of("10.0.0.0/8", "[fd00::7]:1935");
        String commas = "10.0.0.0/8, [fd00::7]:1935";
        assertEquals(list, environment(Map.of("RILLCAST_OUTPUTS_ALLOW", commas)).outputs().allow());
        assertEquals(list, load("outputs:\n  allow: " + commas).outputs().allow());
        String yaml = "outputs:\n  allow:\n    - 10.0.0.0/8\n    - '[fd00::7]:1935'\n";
        assertEquals(list, load(yaml).outputs().allow());
        assertEquals(List.of(), load("outputs: {allow: []}").outputs().allow());
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        Map<String, String> empty = Map.of("RILLCAST_WHIP_TOKEN", "", "RILLCAST_HTTP_PORT", " ");
        assertEquals(environment(Map.of()), environment(empty));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "# nothing\n", "---\n", "http:\n", "http: {}\nwhip:\n  token:\n"})
    void aFileThatSetsNothingKeepsTheDefaults(String yaml) throws IOException {
        assertEquals(environment(Map.of()), load(yaml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "HTTP_PORT | abc | http.port: \"abc\" is not a port (1 to 65535)",
                "HTTP_PORT | 0 | http.port: \"0\" is not a port (1 to 65535)",
                "MEDIA_PORT | 65536 | media.port: \"65536\" is not a port (1 to 65535)",
                "INGEST_PORT | -1 | ingest.port: \"-1\" is not a port (1 to 65535)",
                "INGEST_ENABLED | yes | ingest.enabled: \"yes\" is not true or false",
                "HTTP_HOST | a b | http.host: \"a b\" is not a host name or an IP address",
                "MEDIA_TCPPORT | 65536 | media.tcpPort: \"65536\" is not a port (1 to 65535),"
                        + " or 0 for none",
                "MEDIA_TCPPORT | none | media.tcpPort: \"none\" is not a port (1 to 65535),"
                        + " or 0 for none",
                "MEDIA_MAXDELAY | 49 | media.maxDelay: \"49\""
                        + " is not a number of milliseconds (50 to 2000)",
                "MEDIA_MAXDELAY | 2001 | media.maxDelay: \"2001\""
                        + " is not a number of milliseconds (50 to 2000)",
                "MEDIA_ADDRESSES | ::1,example.org | media.addresses: \"example.org\""
                        + " is not an IP address that browsers can send to",
                "MEDIA_ADDRESSES | 0.0.0.0 | media.addresses: \"0.0.0.0\""
                        + " is not an IP address that browsers can send to",
                "BROADCAST_KEYFRAMEINTERVAL | 11 | broadcast.keyframeInterval: \"11\""
                        + " is not a number of seconds (1 to 10)",
                "ROOMS_MAXMEMBERS | 1 | rooms.maxMembers: \"1\" is not a number of people (2 to"
                        + " 100)",
                "ROOMS_MAXMEMBERS | 101 | rooms.maxMembers: \"101\" is not a number of people (2 to"
                        + " 100)",
                "ROOMS_MAXCALLS | 0 | rooms.maxCalls: \"0\" is not a number of calls (1 to 99)",
                "ROOMS_MAXCALLS | 100 | rooms.maxCalls: \"100\" is not a number of calls (1 to 99)",
                "ROOMS_RINGING | 4 | rooms.ringing: \"4\" is not a number of seconds (5 to 600)",
                "ROOMS_RINGING | 601 | rooms.ringing: \"601\" is not a number of seconds (5 to"
                        + " 600)",
                "LIMITS_STREAMS | 100001 | limits.streams: \"100001\" is not a number of broadcasts (0"
                        + " to 100000), 0 for any number",
                "LIMITS_CPU | 0 | limits.cpu: \"0\" is not a percentage (1 to 100), 100 for any"
                        + " load",
                "LIMITS_CPU | 101 | limits.cpu: \"101\" is not a percentage (1 to 100), 100 for any"
                        + " load",
                "HTP_PORT | 80 | RILLCAST_HTP_PORT: no such key; did you mean RILLCAST_HTTP_PORT?",
                "SOMETHING_ELSE | 1 | RILLCAST_SOMETHING_ELSE: no such key;"
                        + " docs/configuration.md lists them all",
            })
    void aWrongVariableIsNamed(String name, String value, String message) {
        Map<String, String> environment = Map.of("RILLCAST_" + name, value);
        assertEquals(message, failure(() -> environment(environment)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{htp: {port: 1}} | htp.port: no such key; did you mean http.port?",
                "{http: {Port: 1}} | http.Port: no such key; did you mean http.port?",
                "{http: 1} | http: is a group of keys and takes no value itself",
                "{http: {port: {a: 1}}} | http.port.a: no such key; did you mean http.port?",
                "{http: {port: [1, 2]}} | http.port: takes one value, not a list",
                "{http: {port: 80.5}} | http.port: \"80.5\" is not a port (1 to 65535)",
                "{http: {port: 80}, http.port: 81} | http.port: is set twice",
                "{outputs: {allow: [{a: 1}]}} | outputs.allow: must be a list of plain values",
                "{ingest: {enabled: 1}} | ingest.enabled: \"1\" is not true or false",
            })
    void aWrongLineOfTheFileIsNamed(String yaml, String message) {
        assertEquals(message, failure(() -> load(yaml)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`http:\n  port: 80\n  port: 81\n` | line 3: ",
                "`http:\n  port: [80\n` | line ",
                "`http:\n\tport: 80\n` | line 2: ",
                "`a: b: c` | line 1: ",
                "`- 80` | must hold keys, such as http: {port: 8080}",
                "`80` | must hold keys, such as http: {port: 8080}",
            })
    void aFileThatIsNotYamlIsNamedWithTheLine(String yaml, String problem) {
        String message = failure(() -> load(yaml));
        assertTrue(message.startsWith(folder.resolve("c.yaml") + ": " + problem), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        Path none = folder.resolve("none.yaml");
        String missing = failure(() -> Config.load(Optional.of(none), Map.of()));
        assertEquals(none + ": no such file", missing);
        String directory = failure(() -> Config.load(Optional.of(folder), Map.of()));
        assertEquals(folder + ": can't be read: Is a directory", directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "a-b.example.org:1935",
                "10.0.0.7",
                "10.0.0.7:1935",
                "10.0.0.0/8",
                "fd00::7",
                "[fd00::7]:1935",
                "[fd00::7]",
                "fd00::/8",
                "0.0.0.0/0",
                "under_score"
            })
    void anAllowedOutputIsAHostAnAddressOrANetwork(String entry) {
        assertEquals(List.of(entry), new Config.Outputs(List.of(entry), Optional.empty()).allow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "rtmp://a",
                "a:0",
                "a:65536",
                "a:",
                ":1",
                "10.0.0.0/33",
                "fd00::/129",
                "a/8",
                "300.1.1.1",
                "1.2.3",
                "[1.2.3.4]:1",
                "[fd00::7",
                "[]:1",
                "*.example.org"
            })
    void anythingElseIsRefused(String entry) {
        String message = failure(() -> new Config.Outputs(List.of(entry), Optional.empty()));
        assertEquals("outputs.allow: \"" + entry + "\" is not " + HostPattern.FORMS, message);
    }

    @Test
    void secretsAreNeverPrinted() {
        String token = failure(() -> environment(Map.of("RILLCAST_WHIP_TOKEN", "my secret")));
        assertEquals("whip.token: is made of letters, digits and -._~+/, with = at the end", token);
        String output =
                failure(() -> environment(Map.of("RILLCAST_WHIP_OUTPUT", "http://a/live/secret")));
        assertEquals(
                "whip.output: must be an RTMP URL, such as rtmp://127.0.0.1:1935/live/{stream}",
                output);
        Config config =
                environment(
                        Map.of(
                                "RILLCAST_WHIP_TOKEN", "secret",
                                "RILLCAST_WHIP_OUTPUT", "rtmps://live.example.org/app/secret"));
        assertEquals(Optional.of("secret"), config.whip().token());
        assertFalse(config.toString().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"my secret", "secret", "sha256:secret", "secret-ü-secret"})
    void aTokenThatCanNotBeShownOrIsShortIsRefusedUnprinted(String token) {
        String message = failure(() -> new Config.Metrics(Optional.of(token)));
        assertEquals("metrics.token: must be " + Auth.TOKEN_FORMS, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret-token", HASH})
    void whoReadsTheFiguresShowsATokenThatIsNotPrinted(String token) {
        Config config = environment(Map.of("RILLCAST_METRICS_TOKEN", token));
        assertEquals(Optional.of(token), config.metrics().token());
        assertFalse(config.toString().contains(token));
    }

    private static Config environment(Map<String, String> environment) {
        return Config.load(Optional.empty(), environment);
    }

    private Config load(String yaml) throws IOException {
        return Config.load(Optional.of(file(yaml)), Map.of());
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("c.yaml"), yaml);
    }

    private static String failure(Executable work) {
        return String.valueOf(assertThrows(ConfigException.class, work).getMessage());
    }
}
