package dev.rillcast.ice;

import static dev.rillcast.ice.Checks.KEY;
import static dev.rillcast.ice.Checks.SOURCE;
import static dev.rillcast.ice.Checks.answer;
import static dev.rillcast.ice.Checks.check;
import static dev.rillcast.ice.Checks.request;
import static dev.rillcast.ice.Checks.requestFrom;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.ice.Candidate.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of ICE that the lite side is bound to, by section of RFC 8445. */
class Rfc8445Test {
    private static Candidate host(Transport transport, String address, int port) throws Exception {
        return Candidate.host(transport, InetAddress.getByName(address), port, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "126, 65535, 1, 2130706431", // a host candidate
        "126, 65535, 2, 2130706430",
        "126, 65534, 1, 2130706175",
        "110, 65535, 1, 1862270975", // peer reflexive
        "100, 65535, 1, 1694498815", // server reflexive
        "0, 65535, 1, 16777215", // relayed
        "0, 0, 256, 0",
    })
    void section5121ThePriorityIsOfTypeAddressAndComponent(
            int type, int local, int component, long priority) {
        assertEquals(priority, Candidate.priority(type, local, component));
    }

    @Test
    void section5121EachCandidateHasAPriorityOfItsOwn() throws Exception {
        List<InetAddress> addresses =
                List.of(
                        InetAddress.getByName("192.0.2.1"),
                        InetAddress.getByName("2001:db8::1"),
                        InetAddress.getByName("192.0.2.2"));
        List<Candidate> candidates = Candidate.hosts(addresses, 8189, 8189);
        Set<Long> priorities = new HashSet<>();
        long before = Long.MAX_VALUE;
        for (Candidate candidate : candidates) {
            assertTrue(candidate.priority() > 0 && candidate.priority() < 1L << 31);
            assertTrue(candidate.priority() < before, "the preferred comes first");
            before = candidate.priority();
            priorities.add(before);
        }
        assertEquals(6, priorities.size());
    }

    @Test
    void section5113TheFoundationIsOfAddressAndTransportAndNotOfThePort() throws Exception {
        String foundation = host(Transport.UDP, "192.0.2.1", 1).foundation();
        assertEquals(foundation, host(Transport.UDP, "192.0.2.1", 2).foundation());
        assertNotEquals(foundation, host(Transport.UDP, "192.0.2.2", 1).foundation());
        assertNotEquals(foundation, host(Transport.UDP, "2001:db8::1", 1).foundation());
        assertNotEquals(foundation, host(Transport.TCP, "192.0.2.1", 1).foundation());
        assertTrue(foundation.matches("[A-Za-z0-9+/]{1,32}"), foundation);
    }

    @Test
    void section53CredentialsHave24BitsAnd128BitsOfRandomnessAtLeast() {
        IceCredentials made = IceCredentials.generate(new SecureRandom());
        assertTrue(made.ufrag().length() * 6 >= 24 && made.ufrag().length() >= 4);
        assertTrue(made.password().length() * 6 >= 128 && made.password().length() >= 22);
    }

    @Test
    void section611FacingAFullAgentTheLiteOneIsControlled() {
        byte[] request = requestFrom("LOCA:REMO").attribute(0x8029, new byte[8]).finish(KEY);
        StunMessage answer = answer(request);
        assertEquals(OptionalInt.of(487), answer.errorCode());
        assertFalse(Objects.requireNonNull(check(request)).valid());
    }

    /** However large the other's tie-breaker is: a lite agent has none and never switches. */
    @ParameterizedTest
    @CsvSource({"0000000000000000", "7fffffffffffffff", "ffffffffffffffff"})
    void section7311ARoleConflictIsAnsweredByThe487ThatMakesTheOtherSwitch(String tieBreaker) {
        byte[] breaker = HexFormat.of().parseHex(tieBreaker);
        byte[] request = requestFrom("LOCA:REMO").attribute(0x8029, breaker).finish(KEY);
        assertEquals(OptionalInt.of(487), answer(request).errorCode());
        byte[] switched = requestFrom("LOCA:REMO").attribute(0x802a, breaker).finish(KEY);
        assertEquals(0x0101, answer(switched).type());
    }

    @ParameterizedTest
    @CsvSource({"REMO:LOCA", "LOCA", "LOCA:REMO:", "loca:REMO", "LOCA:OTHER", "OTHER:REMO"})
    void section722TheUserNameIsTheFragmentOfTheOneAskedAndThatOfTheOneWhoAsks(String username) {
        assertNotNull(check(requestFrom("LOCA:REMO").finish(KEY)));
        assertNull(check(requestFrom(username).finish(KEY)));
    }

    @Test
    void section722TheRequestIsSealedUnderThePasswordOfTheOneAsked() {
        MessageIntegrity remote = new MessageIntegrity("REMOTEREMOTEREMOTEREMO");
        assertNull(check(request().finish(remote)));
    }

    /** 7.2.5.2.1 demands that the answer comes from where the request went: from its source. */
    @Test
    void section7313AnySourceThatKnowsThePasswordIsACandidate() {
        IceLite agent = Checks.agent();
        for (String address : List.of("192.0.2.7", "198.51.100.9", "2001:db8::7")) {
            InetSocketAddress source = new InetSocketAddress(address, 50_000);
            assertTrue(Objects.requireNonNull(check(agent, request().finish(KEY), source)).valid());
        }
    }

    @Test
    void section732ACheckMakesAPairValidAndUseCandidateNominatesIt() {
        IceCheck plain = Objects.requireNonNull(check(request().finish(KEY)));
        assertTrue(plain.valid() && !plain.nominated());
        byte[] nominating = request().attribute(StunAttribute.USE_CANDIDATE).finish(KEY);
        IceCheck nominated = Objects.requireNonNull(check(nominating));
        assertTrue(nominated.valid() && nominated.nominated());
    }

    /** It is regular nomination that moves: what is nominated later counts. */
    @Test
    void section811AnotherPairMayBeNominatedLater() {
        IceLite agent = Checks.agent();
        byte[] nominating = request().attribute(StunAttribute.USE_CANDIDATE).finish(KEY);
        InetSocketAddress other = new InetSocketAddress("198.51.100.9", 50_000);
        assertTrue(Objects.requireNonNull(check(agent, nominating, SOURCE)).nominated());
        assertTrue(Objects.requireNonNull(check(agent, nominating, other)).nominated());
    }

    @Test
    void section811ANominationThatConflictsInRoleIsNone() {
        byte[] request =
                requestFrom("LOCA:REMO")
                        .attribute(0x8029, new byte[8])
                        .attribute(StunAttribute.USE_CANDIDATE)
                        .finish(KEY);
        IceCheck check = Objects.requireNonNull(check(request));
        assertFalse(check.valid() || check.nominated());
    }

    /** Full agents keep a pair alive by indications (11), which are not answered. */
    @Test
    void section11KeepalivesAreNotAnswered() {
        assertNull(check(new StunWriter(0x0011, Checks.ID).finish(KEY)));
    }
}
