package dev.rillcast.bench;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What was sent of all streams, and what came of that.
 *
 * @param streams that there should have been
 * @param sound whether they had any
 * @param sent the generator's own account
 * @param received the sink's
 * @param dropped frames, by the server's account
 */
record Delivery(int streams, boolean sound, JsonNode sent, List<Received> received, long dropped) {
    /** Frames are 33 ms apart, and packets of sound 21 ms at most. */
    private static final int HOLE_MILLIS = 100;

    /** A stream is deleted while its last frames are on their way. */
    private static final long LAST_FRAMES = 2L;

    private static final double PICTURES = 30;
    private static final double PACKETS = 50;

    /**
     * Nearly: the generator counts pictures and packets of sound together; both keep their pace.
     */
    double picturesSent() {
        double all = sent.path("ticks").asDouble();
        return sound ? Math.floor(all * PICTURES / (PICTURES + PACKETS)) : all;
    }

    double picturesReceived() {
        return received.stream().mapToDouble(Received::videoFrames).sum();
    }

    /** What went wrong, by the accounts of all three programs. */
    List<String> faults() {
        long missing = Math.round(picturesSent() - picturesReceived());
        Faults faults = new Faults();
        faults.add(streams - arrived(received), "streams never arrived");
        faults.add(sent.path("failed").asInt(), "streams did not connect");
        faults.add(sent.path("dropped").asInt(), "connections were lost");
        faults.add(dropped, "frames were dropped");
        faults.add(missing > LAST_FRAMES * streams ? missing : 0, "pictures did not arrive");
        faults.add(withHoles(received), "streams have holes");
        faults.add(backward(), "time stamps go back");
        faults.add(sent.path("worst_stream_lost").asInt(), "packets of one stream were lost");
        faults.add(
                sound ? received.stream().filter(r -> r.audioFrames() == 0).count() : 0,
                "streams have no sound");
        return faults.list();
    }

    static long arrived(List<Received> received) {
        return received.stream().filter(r -> r.firstVideo() > 0).count();
    }

    static long withHoles(List<Received> received) {
        return received.stream()
                .filter(r -> Math.max(r.videoGap(), r.audioGap()) > HOLE_MILLIS)
                .count();
    }

    private long backward() {
        return received.stream().mapToLong(Received::backward).sum();
    }
}
