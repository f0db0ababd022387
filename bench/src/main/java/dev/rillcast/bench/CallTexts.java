package dev.rillcast.bench;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser would tell another one, by its size; nobody here reads it. */
enum CallTexts {
    OFFER(6_000),
    ANSWER(4_000);

    /** Candidates come as they are found. */
    static final int BATCHES = 2;

    private static final String MEDIA =
            """
            v=0
            o=- 4611731400430051336 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99 100 101 102 103 104 105 106 107 108 109 110
            """;

    private static final String CANDIDATE =
            "{\"candidate\":\"candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr"
                    + " 0.0.0.0 rport 0 generation 0 ufrag a1b2 network-cost 999\","
                    + "\"sdpMid\":\"0\",\"sdpMLineIndex\":0,\"usernameFragment\":\"a1b2\"}";

    private final String type = name().toLowerCase(Locale.ROOT);
    private final String sdp;
    private final String json;

    CallTexts(int size) {
        StringBuilder text = new StringBuilder(MEDIA);
        for (int payload = 35; text.length() < size; payload++) {
            text.append(codec(payload));
        }
        sdp = text.toString().replace("\n", "\r\n");
        json = JsonMapper.shared().writeValueAsString(sdp);
    }

    private static String codec(int payload) {
        return """
            a=rtpmap:%1$d H264/90000
            a=rtcp-fb:%1$d transport-cc
            a=rtcp-fb:%1$d ccm fir
            a=rtcp-fb:%1$d nack
            a=rtcp-fb:%1$d nack pli
            a=fmtp:%1$d level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
            """
                .formatted(payload);
    }

    /** The fields of {@code callDescription}. */
    String description(long call) {
        return ",\"call\":%d,\"description\":{\"type\":\"%s\",\"sdp\":%s}"
                .formatted(call, type, json);
    }

    /** The fields of {@code callCandidates}. */
    String candidates(long call) {
        return ",\"call\":%d,\"candidates\":[%s,%s,%s]"
                .formatted(call, CANDIDATE, CANDIDATE, CANDIDATE);
    }

    /** Whether this description has arrived. */
    boolean is(JsonNode description) {
        return description.path("type").asString("").equals(type)
                && description.path("sdp").asString("").equals(sdp);
    }
}
