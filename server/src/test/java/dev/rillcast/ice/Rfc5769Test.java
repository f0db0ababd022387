package dev.rillcast.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 5769 for short-term credentials. */
class Rfc5769Test {
    static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

    static final String REQUEST =
            "00010058"
                    + "2112a442"
                    + "b7e7a701bc34d686fa87dfae"
                    + "80220010"
                    + "5354554e207465737420636c69656e74"
                    + "00240004"
                    + "6e0001ff"
                    + "80290008"
                    + "932ff9b151263b36"
                    + "00060009"
                    + "6576746a3a68367659202020"
                    + "00080014"
                    + "9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                    + "80280004"
                    + "e57a3bcf";

    private static final String IPV4_RESPONSE =
            "0101003c"
                    + "2112a442"
                    + "b7e7a701bc34d686fa87dfae"
                    + "8022000b"
                    + "7465737420766563746f7220"
                    + "00200008"
                    + "0001a147e112a643"
                    + "00080014"
                    + "2b91f599fd9e90c38c7489f92af9ba53f06be7d7"
                    + "80280004"
                    + "c07d4c96";

    private static final String IPV6_RESPONSE =
            "01010048"
                    + "2112a442"
                    + "b7e7a701bc34d686fa87dfae"
                    + "8022000b"
                    + "7465737420766563746f7220"
                    + "00200014"
                    + "0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
                    + "00080014"
                    + "a382954e4be67bf11784c97c8292c275bfe3ed41"
                    + "80280004"
                    + "c8fb0b4c";

    @Test
    void section21SampleRequest() {
        StunMessage request = parse(REQUEST);
        assertTrue(request.isBindingRequest());
        assertEquals("STUN test client", request.software());
        assertEquals("evtj:h6vY", request.username());
        assertEquals("evtj", localUfrag(REQUEST));
        assertEquals(OptionalInt.of(0x6e0001ff), request.priority());
        assertTrue(request.isFromControlled());
        assertFalse(request.nominates());
        assertIsGenuine(request);
    }

    @Test
    void section22SampleIpv4Response() {
        StunMessage response = parse(IPV4_RESPONSE);
        assertEquals(StunMessage.BINDING_SUCCESS, response.type());
        assertEquals("test vector", response.software());
        assertEquals(new InetSocketAddress("192.0.2.1", 32853), response.xorMappedAddress());
        assertIsGenuine(response);
    }

    @Test
    void section23SampleIpv6Response() {
        StunMessage response = parse(IPV6_RESPONSE);
        assertEquals("test vector", response.software());
        assertEquals(
                new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853),
                response.xorMappedAddress());
        assertIsGenuine(response);
    }

    private static void assertIsGenuine(StunMessage message) {
        assertTrue(message.hasValidFingerprint());
        assertTrue(new MessageIntegrity(PASSWORD).verify(message));
        assertFalse(new MessageIntegrity(PASSWORD + "x").verify(message));
    }

    private static StunMessage parse(String digits) {
        byte[] bytes = HexFormat.of().parseHex(digits);
        return Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length));
    }

    private static String localUfrag(String digits) {
        byte[] bytes = HexFormat.of().parseHex(digits);
        return Objects.requireNonNull(StunMessage.localUfrag(bytes, 0, bytes.length));
    }
}
