package dev.rillcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.config.Config;
import dev.rillcast.config.Tls;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionPrintsOneLine() {
        assertEquals(0, run(Map.of(), "version"));
        assertTrue(out.toString().matches("Rillcast \\S.*\n"), out.toString());
    }

    @Test
    void helpNamesTheCommandsAndOptions() {
        assertEquals(0, run(Map.of(), "help"));
        for (String word :
                new String[] {
                    "serve", "version", "help", "token", "hash", "probe", "--config=FILE"
                }) {
            assertTrue(out.toString().contains(word), out.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"--nothing", "nothing", "--config", "serve --config", "version nothing"})
    void wrongArgumentsAreAnsweredInOneLine(String arguments) {
        assertEquals(2, run(Map.of(), arguments.split(" ")));
        assertTrue(err.toString().endsWith("(rillcast help lists what there is)\n"));
        assertEquals(1, err.toString().lines().count());
    }

    @ParameterizedTest
    @CsvSource({"'',", "serve,"})
    void aWrongConfigurationIsAnsweredInOneLine(String command) {
        String[] arguments = command.isEmpty() ? new String[0] : new String[] {command};
        assertEquals(2, run(Map.of("RILLCAST_HTTP_PORT", "abc"), arguments));
        assertEquals("http.port: \"abc\" is not a port (1 to 65535)\n", err.toString());
    }

    @ParameterizedTest
    @CsvSource({"--config none.yaml", "serve --config none.yaml", "--config none.yaml serve"})
    void theConfigurationFileMayBeNamedBeforeOrAfterTheCommand(String arguments) {
        assertEquals(2, run(Map.of(), arguments.split(" ")));
        assertEquals("none.yaml: no such file\n", err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, http://localhost:8080/",
        "::, http://localhost:8080/",
        "::1, http://[::1]:8080/",
        "192.0.2.7, http://192.0.2.7:8080/",
    })
    void theAddressIsOneThatABrowserOpens(String host, String address) {
        assertEquals(address, Main.address(new Config.Http(host, 8080, List.of(), new Tls.Off())));
    }

    @Test
    void byACertificateOfItsOwnMakingOtherDevicesOpenItToo() {
        String shared =
                Main.address(new Config.Http("0.0.0.0", 8443, List.of(), new Tls.SelfSigned()));
        String address = OwnAddress.towardsOthers();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertEquals("https://" + host + ":8443/", shared);
        assertEquals(
                "https://192.0.2.7:8443/",
                Main.address(new Config.Http("192.0.2.7", 8443, List.of(), new Tls.SelfSigned())));
    }

    @Test
    void tlsKnowsOneWord() {
        assertEquals(2, run(Map.of(), "--tls", "cert.pem"));
        assertTrue(err.toString().startsWith("--tls takes self-signed"), err.toString());
        Map<String, String> named = Map.of("RILLCAST_HTTP_TLS_CERT", "cert.pem");
        assertEquals(2, run(named, "--tls", "self-signed"));
        assertTrue(err.toString().contains("http.tls.selfSigned: is for a server without"));
    }

    private int run(Map<String, String> environment, String... arguments) {
        PrintWriter errors = new PrintWriter(err, true);
        Prompt none = what -> Prompt.line(InputStream.nullInputStream(), what);
        return Main.run(environment, none, new PrintWriter(out, true), errors, arguments);
    }
}
