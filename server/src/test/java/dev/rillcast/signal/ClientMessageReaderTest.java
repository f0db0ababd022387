package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rillcast.auth.Credentials;
import dev.rillcast.signal.ClientMessage.SignIn;
import dev.rillcast.signal.ClientMessage.SignOut;
import dev.rillcast.signal.ClientMessage.StartBroadcast;
import dev.rillcast.signal.ClientMessage.StopBroadcast;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientMessageReaderTest {
    static Stream<Arguments> wellFormed() {
        return Stream.of(
                Arguments.of(
                        "{'type':'signIn','id':1,'version':1,'userName':'Ann','room':'den'}",
                        new SignIn(1, 1, nameAndRoom("Ann", Optional.of("den")))),
                Arguments.of(
                        "{'type':'signIn','id':9007199254740993,'userName':'Ann','room':null,'more':[{}]}",
                        new SignIn(9007199254740993L, 0, nameAndRoom("Ann", Optional.empty()))),
                Arguments.of("{'id':2,'type':'signOut'}", new SignOut(2)),
                Arguments.of(
                        "{'id':3,'type':'startBroadcast','sdp':'v=0',"
                                + "'transcodingTargets':{'output':'rtmp://a/b','streamname':'c'}}",
                        new StartBroadcast(3, "v=0", "rtmp://a/b", Optional.of("c"))),
                Arguments.of(
                        "{'id':3,'type':'startBroadcast','sdp':'v=0',"
                                + "'transcodingTargets':{'output':'rtmp://a/b/c','streamname':' '}}",
                        new StartBroadcast(3, "v=0", "rtmp://a/b/c", Optional.empty())),
                Arguments.of("{'id':4,'type':'stopBroadcast'}", new StopBroadcast(4)));
    }

    @ParameterizedTest
    @MethodSource("wellFormed")
    void everyRequestIsRead(String json, ClientMessage message) throws Exception {
        assertEquals(message, read(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | a message is one JSON object",
                "hello | a message is one JSON object",
                "[] | a message is one JSON object",
                "null | a message is one JSON object",
                "{ | a message is one JSON object",
                "{'id':1} | type must be given, as a string",
                "{'type':'signOut'} | id must be a positive whole number",
                "{'type':'signOut','id':0} | id must be a positive whole number",
                "{'type':'signOut','id':-1} | id must be a positive whole number",
                "{'type':'signOut','id':1.5} | id must be a positive whole number",
                "{'type':'signOut','id':'1'} | id must be a positive whole number",
                "{'type':'signOut','id':99999999999999999999} | id must be a positive whole number",
                "{'type':7,'id':1} | type must be a string",
                "{'type':'dance','id':1} | type is none of signIn, signOut, startBroadcast, stopBroadcast",
                "{'type':'signIn','id':1} | userName must be given, as a string",
                "{'type':'signIn','id':1,'userName':' '} | userName must be given, as a string",
                "{'type':'signIn','id':1,'userName':{}} | userName must be a string",
                "{'type':'signIn','id':1,'userName':'a','room':5} | room must be a string",
                "{'type':'startBroadcast','id':1} | transcodingTargets must be an object",
                "{'type':'startBroadcast','id':1,'transcodingTargets':[]} | transcodingTargets must be an object",
                "{'type':'startBroadcast','id':1,'transcodingTargets':{}} | sdp must be given, as a string",
                "{'type':'startBroadcast','id':1,'sdp':'v=0','transcodingTargets':{}} | output must be given, as a string",
            })
    void whatIsWrongIsNamed(String json, String message) {
        assertRefused(message, json);
    }

    @Test
    void textsAreBounded() {
        assertRefused(
                "userName has more than 256 characters",
                "{'type':'signIn','id':1,'userName':'" + "x".repeat(257) + "'}");
        assertRefused(
                "sdp has more than 65536 characters",
                "{'type':'startBroadcast','id':1,'transcodingTargets':{},'sdp':'"
                        + "x".repeat(65_537)
                        + "'}");
        assertRefused(
                "output has more than 2048 characters",
                "{'type':'startBroadcast','id':1,'sdp':'v=0','transcodingTargets':{'output':'"
                        + "x".repeat(2_049)
                        + "'}}");
    }

    @Test
    void depthIsBounded() {
        assertRefused("a message is one JSON object", "{'a':".repeat(10_000));
        assertRefused("a message is one JSON object", "[".repeat(100_000));
    }

    private static ClientMessage read(String json) throws SignalException {
        return ClientMessageReader.read(ClientMessageReader.parse(json.replace('\'', '"')));
    }

    private static void assertRefused(String message, String json) {
        SignalException e = assertThrows(SignalException.class, () -> read(json));
        assertEquals(message, e.getMessage());
        assertEquals(ErrorCode.MALFORMED, e.code());
    }

    private static Credentials nameAndRoom(String name, Optional<String> room) {
        Optional<String> none = Optional.empty();
        return new Credentials(name, room, none, none, none, none);
    }
}
