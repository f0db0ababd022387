package dev.rillcast.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceLiteTest {
    private static final IceCredentials LOCAL =
            new IceCredentials("LOCA", "0123456789012345678901");
    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.7", 40_000);
    private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final long SECOND = 1_000_000_000L;

    private final MessageIntegrity key = new MessageIntegrity(LOCAL.password());
    private final IceLite ice = new IceLite(LOCAL, "REMO", 100);

    @Test
    void aCheckIsAnsweredWithItsSource() {
        IceCheck check = Objects.requireNonNull(check(request("LOCA:REMO").finish(key)));
        assertTrue(check.valid());
        assertFalse(check.nominated());
        StunMessage response = response(check);
        assertEquals(StunMessage.BINDING_SUCCESS, response.type());
        assertArrayEquals(ID, response.transactionId());
        assertEquals(SOURCE, response.xorMappedAddress());
    }

    @Test
    void useCandidateNominates() {
        byte[] request = request("LOCA:REMO").attribute(StunAttribute.USE_CANDIDATE).finish(key);
        assertTrue(Objects.requireNonNull(check(request)).nominated());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOCA:REMX", "LOCX:REMO", "LOCA", "LOCA:", "LOCA:REMO:", ""})
    void anotherUserNameGetsNoAnswer(String username) {
        assertNull(check(request(username).finish(key)));
    }

    @Test
    void aWrongPasswordGetsNoAnswer() {
        MessageIntegrity wrong = new MessageIntegrity("0123456789012345678902");
        assertNull(check(request("LOCA:REMO").finish(wrong)));
        assertEquals(100, ice.lastCheck());
    }

    @Test
    void noIntegrityOrNoFingerprintGetsNoAnswer() {
        byte[] sealed = request("LOCA:REMO").finish(key);
        assertNull(check(shortened(sealed, 8)));
        assertNull(check(shortened(sealed, 8 + 24)));
    }

    @Test
    void aResponseOrAnIndicationGetsNoAnswer() {
        for (int type : new int[] {0x0011, StunMessage.BINDING_SUCCESS, 0x0003}) {
            assertNull(check(new StunWriter(type, ID).username("LOCA:REMO").finish(key)));
        }
    }

    @Test
    void aControlledPeerIsToldToSwitch() {
        byte[] request =
                new StunWriter(StunMessage.BINDING_REQUEST, ID)
                        .username("LOCA:REMO")
                        .attribute(StunAttribute.ICE_CONTROLLED, new byte[8])
                        .finish(key);
        IceCheck check = Objects.requireNonNull(check(request));
        assertFalse(check.valid());
        assertEquals(OptionalInt.of(487), response(check).errorCode());
        assertEquals(100, ice.lastCheck());
    }

    @Test
    void anUnknownAttributeThatMustBeUnderstoodIsNamed() {
        byte[] request = request("LOCA:REMO").attribute(0x7654, (byte) 1).finish(key);
        IceCheck check = Objects.requireNonNull(check(request));
        assertFalse(check.valid());
        assertEquals(OptionalInt.of(420), response(check).errorCode());
        byte[] optional = request("LOCA:REMO").attribute(0xc057, (byte) 1).finish(key);
        assertTrue(Objects.requireNonNull(check(optional)).valid());
    }

    @Test
    void manyUnknownAttributesMakeNoLongAnswer() {
        StunWriter request = request("LOCA:REMO");
        for (int type = 0x7000; type < 0x7080; type++) {
            request.attribute(type);
        }
        IceCheck check = Objects.requireNonNull(check(request.finish(key)));
        assertTrue(check.response().length < 150);
    }

    @Test
    void consentEndsThirtySecondsAfterTheLastCheck() {
        assertFalse(ice.consentExpired(100 + 30 * SECOND));
        assertTrue(ice.consentExpired(101 + 30 * SECOND));
        byte[] request = request("LOCA:REMO").finish(key);
        ice.check(request, 0, request.length, SOURCE, 20 * SECOND);
        assertEquals(20 * SECOND, ice.lastCheck());
        assertFalse(ice.consentExpired(50 * SECOND));
        assertTrue(ice.consentExpired(50 * SECOND + 1));
    }

    @Test
    void aFragmentThatIsNoneIsNamed() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> new IceLite(LOCAL, "abc", 0));
        assertEquals("ice-ufrag has 3 characters; 4 to 256 are allowed", e.getMessage());
    }

    private @Nullable IceCheck check(byte[] request) {
        return ice.check(request, 0, request.length, SOURCE, 200);
    }

    /** The message without its last bytes, and with the right length in the header. */
    private static byte[] shortened(byte[] message, int by) {
        byte[] shorter = Arrays.copyOf(message, message.length - by);
        shorter[3] = (byte) (message[3] - by);
        return shorter;
    }

    private static StunWriter request(String username) {
        return new StunWriter(StunMessage.BINDING_REQUEST, ID)
                .username(username)
                .attribute(StunAttribute.ICE_CONTROLLING, new byte[8])
                .attribute(StunAttribute.PRIORITY, new byte[4]);
    }

    /** Every response is sealed under our own password (RFC 8445 7.1.1). */
    private StunMessage response(IceCheck check) {
        byte[] bytes = check.response();
        StunMessage response = Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length));
        assertTrue(response.hasValidFingerprint());
        assertTrue(key.verify(response));
        return response;
    }
}
