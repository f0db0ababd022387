package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rillcast.auth.Credentials;
import dev.rillcast.media.PictureSize;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.signal.ClientMessage.BroadcastCandidates;
import dev.rillcast.signal.ClientMessage.Resume;
import dev.rillcast.signal.ClientMessage.SendMetaData;
import dev.rillcast.signal.ClientMessage.SignIn;
import dev.rillcast.signal.ClientMessage.SignOut;
import dev.rillcast.signal.ClientMessage.StartBroadcast;
import dev.rillcast.signal.ClientMessage.StopBroadcast;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientMessageReaderTest {
    /** The example of the API's document. */
    private static final String DOCUMENTED =
            "{'output':'rtmp://myIngestServer.com:1935/live/webrtcBroadcast','videobitrate':500000,"
                    + "'audiobitrate':64000,'framerate':30,'dropframes':'0','icecast_audio':'0',"
                    + "'rtmpconnectinfo':{'key1':'value1','key2':7.5,'key3':false}}";

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
                        "{'id':5,'type':'broadcastCandidates','candidates':[{'candidate':"
                                + "'candidate:1 1 udp 1 a-b.local 9 typ host'}]}",
                        new BroadcastCandidates(5)),
                Arguments.of(
                        "{'id':3,'type':'startBroadcast','sdp':'v=0',"
                                + "'transcodingTargets':{'output':'rtmp://a/b','streamname':'c'}}",
                        start(Optional.of("rtmp://a/b"), Optional.of("c"), TargetOptions.NONE)),
                Arguments.of(
                        "{'id':3,'type':'startBroadcast','sdp':'v=0',"
                                + "'transcodingTargets':{'output':null,'streamname':' ','output2':7}}",
                        start(Optional.empty(), Optional.empty(), TargetOptions.NONE)),
                Arguments.of(
                        "{'id':3,'type':'startBroadcast','sdp':'v=0','transcodingTargets':"
                                + DOCUMENTED
                                + "}",
                        start(
                                Optional.of("rtmp://myIngestServer.com:1935/live/webrtcBroadcast"),
                                Optional.empty(),
                                new TargetOptions(
                                        OptionalInt.of(500_000),
                                        OptionalInt.of(64_000),
                                        OptionalDouble.of(30),
                                        Optional.empty(),
                                        false,
                                        Optional.empty(),
                                        false,
                                        false,
                                        Optional.empty(),
                                        Map.of("key1", "value1", "key2", 7.5, "key3", false)))),
                Arguments.of(
                        "{'id':5,'type':'resume','version':1,'resume':'7.x','received':0}",
                        new Resume(5, 1, "7.x", 0)),
                Arguments.of(
                        "{'id':6,'type':'sendMetaData','handlerName':'onMetaData',"
                                + "'values':{'myString':'hello','myInteger':1234}}",
                        new SendMetaData(
                                6, "onMetaData", Map.of("myString", "hello", "myInteger", 1234.0))),
                Arguments.of("{'id':4,'type':'stopBroadcast'}", new StopBroadcast(4)));
    }

    @ParameterizedTest
    @MethodSource("wellFormed")
    void everyRequestIsRead(String json, ClientMessage message) throws Exception {
        assertEquals(message, read(json));
    }

    @Test
    void aPictureIsTakenAsEncodersTakeIt() throws Exception {
        String json =
                "{'id':3,'type':'startBroadcast','sdp':'v=0','transcodingTargets':{},"
                        + "'picture':{'width':1281,'height':'720'}}";
        StartBroadcast message = (StartBroadcast) read(json);
        assertEquals(Optional.of(new PictureSize(1_280, 720)), message.picture());
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
                "{'type':'dance','id':1} | type is none of signIn, resume, signOut, startBroadcast,"
                        + " resumeBroadcast, broadcastCandidates, stopBroadcast, sendMetaData, iceServers, enterRoom, leaveRoom, setMuted,"
                        + " invokeCall, answerCall, declineCall, hangUpCall, callDescription,"
                        + " callCandidates",
                "{'type':'signOut','id':1} {} | a message is one JSON object",
                "{'type':'signIn','id':1} | userName must be given, as a string",
                "{'type':'signIn','id':1,'userName':' '} | userName must be given, as a string",
                "{'type':'signIn','id':1,'userName':{}} | userName must be a string",
                "{'type':'signIn','id':1,'userName':'a','room':5} | room must be a string",
                "{'type':'resume','id':1,'version':1,'received':1} | resume must be given, as a string",
                "{'type':'resume','id':1,'version':1,'resume':'x'} | received must be a whole number, 0 or more",
                "{'type':'resume','id':1,'version':1,'resume':'x','received':-1}"
                        + " | received must be a whole number, 0 or more",
                "{'type':'resume','id':1,'version':1,'resume':'x','received':'1'}"
                        + " | received must be a whole number, 0 or more",
                "{'type':'startBroadcast','id':1} | sdp must be given, as a string",
                "{'type':'startBroadcast','id':1,'sdp':'v'} | transcodingTargets must be an object",
                "{'type':'startBroadcast','id':1,'sdp':'v','transcodingTargets':[{},7]}"
                        + " | transcodingTargets[1] must be an object",
                "{'type':'startBroadcast','id':1,'sdp':'v','transcodingTargets':[]}"
                        + " | transcodingTargets must be an object, or 1 to 8 of them",
                "{'type':'startBroadcast','id':1,'sdp':'v','transcodingTargets':[{},{'framerate':'x'}]}"
                        + " | transcodingTargets[1].framerate must be a number from 1 to 120",
                "{'type':'startBroadcast','id':1,'sdp':'v',"
                        + "'transcodingTargets':[{'rtmpconnectinfo':{'app':1}}]}"
                        + " | transcodingTargets[0].rtmpconnectinfo.app is a name that RTMP's connect uses itself",
                "{'type':'startBroadcast','id':1,'sdp':'v','transcodingTargets':{'output':7}}"
                        + " | transcodingTargets.output must be a string",
                "{'type':'startBroadcast','id':1,'sdp':'v','picture':7} | picture must be an object",
                "{'type':'startBroadcast','id':1,'sdp':'v','picture':{'width':640}}"
                        + " | picture must have a width and a height",
                "{'type':'startBroadcast','id':1,'sdp':'v','picture':{'width':640,'height':0}}"
                        + " | picture.height must be a number from 1 to 16384",
                "{'type':'sendMetaData','id':1,'values':{}} | handlerName must be given, as a string",
                "{'type':'sendMetaData','id':1,'handlerName':'onFi','values':{}}"
                        + " | handlerName must be onMetaData or onCuePoint",
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
                "{'type':'startBroadcast','id':1,'sdp':'" + "x".repeat(65_537) + "'}");
        assertRefused(
                "transcodingTargets.output has more than 2048 characters",
                "{'type':'startBroadcast','id':1,'sdp':'v=0','transcodingTargets':{'output':'"
                        + "x".repeat(2_049)
                        + "'}}");
    }

    @Test
    void depthIsBounded() {
        assertRefused("a message is one JSON object", "{'a':".repeat(10_000));
        assertRefused("a message is one JSON object", "[".repeat(100_000));
    }

    private static StartBroadcast start(
            Optional<String> output, Optional<String> streamName, TargetOptions options) {
        return new StartBroadcast(
                3,
                "v=0",
                Optional.empty(),
                List.of(new TranscodingTarget("transcodingTargets", output, streamName, options)));
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
