package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.room.Negotiation;
import dev.rillcast.room.Negotiation.Candidates;
import dev.rillcast.room.Negotiation.Description;
import dev.rillcast.room.Negotiation.IceCandidate;
import dev.rillcast.room.RoomEvent;
import dev.rillcast.signal.ClientMessage.AnswerCall;
import dev.rillcast.signal.ClientMessage.DeclineCall;
import dev.rillcast.signal.ClientMessage.EnterRoom;
import dev.rillcast.signal.ClientMessage.HangUpCall;
import dev.rillcast.signal.ClientMessage.IceServers;
import dev.rillcast.signal.ClientMessage.InvokeCall;
import dev.rillcast.signal.ClientMessage.LeaveRoom;
import dev.rillcast.signal.ClientMessage.Negotiate;
import dev.rillcast.signal.ClientMessage.SetMuted;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** What members want of each other is passed on whole, or refused for what is wrong with it. */
class RoomRequestsTest {
    private static final String TO = "'id':1,'remoteUserId':'7'";

    static Stream<Arguments> wellFormed() {
        return Stream.of(
                Arguments.of("{'id':1,'type':'iceServers'}", new IceServers(1)),
                Arguments.of("{'id':1,'type':'enterRoom'}", new EnterRoom(1)),
                Arguments.of("{'id':1,'type':'leaveRoom'}", new LeaveRoom(1)),
                Arguments.of(
                        "{'id':1,'type':'setMuted','audio':true,'video':'0'}",
                        new SetMuted(1, true, false)),
                Arguments.of("{'type':'invokeCall'," + TO + "}", new InvokeCall(1, "7")),
                Arguments.of(
                        "{'type':'invokeCall','id':1,'remoteUserId':49647969}",
                        new InvokeCall(1, "49647969")),
                Arguments.of("{'type':'answerCall'," + TO + "}", new AnswerCall(1, "7")),
                Arguments.of("{'type':'declineCall'," + TO + "}", new DeclineCall(1, "7")),
                Arguments.of("{'type':'hangUpCall'," + TO + "}", new HangUpCall(1, "7")),
                Arguments.of(
                        "{'type':'callDescription',"
                                + TO
                                + ",'call':2,'description':{'type':'rollback'}}",
                        new Negotiate(1, "7", 2, new Description("rollback", ""))));
    }

    @ParameterizedTest
    @MethodSource("wellFormed")
    void everyRequestIsRead(String json, ClientMessage message) throws Exception {
        assertEquals(message, read(json));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void whatIsWithinBoundsIsPassedOnWhole(
            @ForAll("negotiations") Negotiation what,
            @ForAll("userIds") String userId,
            @ForAll @LongRange(min = 1) long call)
            throws SignalException {
        ObjectNode json = RoomEvents.toJson(new RoomEvent.Negotiated(call, userId, what));
        assertEquals(
                new Negotiate(1, userId, call, what), ClientMessageReader.read(json.put("id", 1)));
    }

    @Provide
    Arbitrary<String> userIds() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(64).filter(id -> !id.isBlank());
    }

    @Provide
    Arbitrary<Negotiation> negotiations() {
        Arbitrary<String> words =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(256).filter(w -> !w.isBlank());
        Arbitrary<Negotiation> descriptions =
                Combinators.combine(Arbitraries.of("offer", "answer"), words).as(Description::new);
        Arbitrary<Negotiation> candidates =
                Combinators.combine(
                                Arbitraries.strings().ofMaxLength(1_024),
                                words.optional(),
                                Arbitraries.integers().between(0, 1_000).optional(),
                                words.optional())
                        .as(RoomRequestsTest::candidate)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(64)
                        .map(Candidates::new);
        return Arbitraries.oneOf(descriptions, candidates);
    }

    private static IceCandidate candidate(
            String text, Optional<String> mid, Optional<Integer> line, Optional<String> ufrag) {
        OptionalInt index = line.map(OptionalInt::of).orElse(OptionalInt.empty());
        return new IceCandidate(text, mid, index, ufrag);
    }

    record Form(String json, int limit) {
        String of(int length) {
            return json.formatted("7".repeat(length));
        }
    }

    static Stream<Form> textsWithLimits() {
        return Stream.of(
                new Form("{'type':'hangUpCall','id':1,'remoteUserId':'%s'}", 64),
                new Form("{'type':'hangUpCall','id':1,'remoteUserId':%s}", 64),
                new Form(said("'description':{'type':'offer','sdp':'%s'}"), 65_536),
                new Form(said("'candidates':[{'candidate':'%s'}]"), 1_024),
                new Form(said("'candidates':[{'candidate':'','sdpMid':'%s'}]"), 256),
                new Form(said("'candidates':[{'candidate':'','usernameFragment':'%s'}]"), 256));
    }

    @ParameterizedTest
    @MethodSource("textsWithLimits")
    void textsAreBounded(Form form) throws Exception {
        read(form.of(form.limit));
        SignalException e =
                assertThrows(SignalException.class, () -> read(form.of(form.limit + 1)));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.endsWith(" has more than " + form.limit + " characters"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'type':'setMuted','video':1 | audio must be given, as true or false",
                "'type':'setMuted','audio':1,'video':'x' | video must be '0' or '1'",
                "'type':'invokeCall' | remoteUserId must be given, as a string",
                "'type':'invokeCall','remoteUserId':' ' | remoteUserId must be given, as a string",
                "'type':'invokeCall','remoteUserId':1.5 | remoteUserId must be a string",
                "'type':'invokeCall','remoteUserId':[7] | remoteUserId must be a string",
            })
    void whatIsWrongIsNamed(String json, String message) {
        assertRefused(message, "{'id':1," + json + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'call':0,'description':{'type':'rollback'} | call must be a positive whole number",
                "'call':'2','description':{'type':'rollback'} | call must be a positive whole number",
                "'call':99999999999999999999,'description':{'type':'rollback'}"
                        + " | call must be a positive whole number",
                "'call':2 | description must be an object",
                "'call':2,'description':'v=0' | description must be an object",
                "'call':2,'description':{} | description.type must be given, as a string",
                "'call':2,'description':{'type':'pranswer','sdp':'v=0'}"
                        + " | description.type must be offer, answer or rollback",
                "'call':2,'description':{'type':'offer'} | description.sdp must be given, as a string",
            })
    void whatIsWrongWithADescriptionIsNamed(String fields, String message) {
        assertRefused(message, "{'type':'callDescription'," + TO + "," + fields + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'candidates':{} | candidates must be a list of 1 to 64",
                "'candidates':[] | candidates must be a list of 1 to 64",
                "'candidates':[7] | candidates[0] must be an object",
                "'candidates':[{'candidate':''},{}] | candidates[1].candidate must be a string",
                "'candidates':[{'candidate':null}] | candidates[0].candidate must be a string",
                "'candidates':[{'candidate':'','sdpMid':0}] | candidates[0].sdpMid must be a string",
                "'candidates':[{'candidate':'','sdpMLineIndex':-1}]"
                        + " | candidates[0].sdpMLineIndex must be a number from 0 to 1000",
                "'candidates':[{'candidate':'','sdpMLineIndex':1001}]"
                        + " | candidates[0].sdpMLineIndex must be a number from 0 to 1000",
                "'candidates':[{'candidate':'','sdpMLineIndex':0.5}]"
                        + " | candidates[0].sdpMLineIndex must be a whole number",
            })
    void whatIsWrongWithCandidatesIsNamed(String fields, String message) {
        assertRefused(message, "{'type':'callCandidates'," + TO + ",'call':2," + fields + "}");
    }

    @Test
    void thereAreAtMost64Candidates() throws Exception {
        String entry = "{'candidate':''}";
        String most = String.join(",", Collections.nCopies(64, entry));
        read(said("'candidates':[" + most + "]"));
        assertRefused(
                "candidates must be a list of 1 to 64",
                said("'candidates':[" + most + "," + entry + "]"));
    }

    private static String said(String what) {
        String type = what.startsWith("'description'") ? "callDescription" : "callCandidates";
        return "{'type':'" + type + "'," + TO + ",'call':2," + what + "}";
    }

    private static ClientMessage read(String json) throws SignalException {
        return ClientMessageReader.read(ClientMessageReader.parse(json.replace('\'', '"')));
    }

    private static void assertRefused(String message, String json) {
        SignalException e = assertThrows(SignalException.class, () -> read(json));
        assertEquals(message, e.getMessage());
        assertEquals(ErrorCode.MALFORMED, e.code());
    }
}
