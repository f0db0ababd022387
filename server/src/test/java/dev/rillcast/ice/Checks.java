package dev.rillcast.ice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Connectivity checks as a client sends them, and what an ICE-lite agent answers. */
final class Checks {
    static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.7", 40_000);
    private static final IceCredentials LOCAL =
            new IceCredentials("LOCA", "0123456789012345678901");

    static final MessageIntegrity KEY = new MessageIntegrity(LOCAL.password());

    private Checks() {}

    /** The side that answers. */
    static IceLite agent() {
        return new IceLite(LOCAL, "REMO", 0);
    }

    /** A request of the controlling side, not sealed yet. */
    static StunWriter request() {
        return requestFrom("LOCA:REMO")
                .attribute(StunAttribute.ICE_CONTROLLING, new byte[8])
                .attribute(StunAttribute.PRIORITY, new byte[4]);
    }

    static StunWriter requestFrom(String username) {
        return new StunWriter(StunMessage.BINDING_REQUEST, ID).username(username);
    }

    static @Nullable IceCheck check(byte[] request) {
        return check(agent(), request, SOURCE);
    }

    static @Nullable IceCheck check(IceLite agent, byte[] request, InetSocketAddress source) {
        return agent.check(request, 0, request.length, source, 1);
    }

    /** The answer, which must be sealed under the password of who was asked. */
    static StunMessage answer(byte[] request) {
        byte[] bytes = Objects.requireNonNull(check(request)).response();
        StunMessage answer = Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length));
        assertTrue(answer.hasValidFingerprint() && KEY.verify(answer));
        return answer;
    }
}
