package dev.rillcast.metrics;

import static dev.rillcast.metrics.Metric.counter;
import static dev.rillcast.metrics.Metric.distribution;
import static dev.rillcast.metrics.Metric.gauge;
import static dev.rillcast.metrics.Metric.histogram;
import static dev.rillcast.metrics.Metric.point;
import static dev.rillcast.metrics.Metric.points;

import dev.rillcast.media.Codec;
import dev.rillcast.metrics.Metric.Point;
import dev.rillcast.peer.DoorFigures;
import dev.rillcast.peer.DoorFigures.Handshake;
import dev.rillcast.peer.DoorFigures.Refused;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.rtp.Reception;
import dev.rillcast.rtp.TrackFigures;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What comes in at the media port. */
final class MediaMetrics {
    private final DoorFigures figures;

    MediaMetrics(UdpDoor door) {
        this.figures = door.figures();
    }

    List<MetricSnapshot> collect() {
        return Stream.of(received(), asked(), connections()).flatMap(List::stream).toList();
    }

    private List<MetricSnapshot> received() {
        return List.of(
                received(
                        "packets",
                        "RTP packets that came in time, each once",
                        TrackFigures::packets),
                received("bytes", "Bytes of their payload", TrackFigures::bytes),
                received(
                        "lost_packets", "Packets that never came, or too late", TrackFigures::lost),
                received(
                        "recovered_packets",
                        "Packets that came after they were asked for again",
                        TrackFigures::recovered),
                received(
                        "repeated_packets",
                        "Packets that never came, but that a later one repeated",
                        TrackFigures::repeated),
                counter(
                        "rillcast_rtp_late_packets",
                        "Packets that came twice, or when they were given up already",
                        byCodec(Reception::latePackets)),
                received(
                        "frames",
                        "Frames that were whole and could be decoded",
                        TrackFigures::frames),
                received(
                        "key_frames",
                        "Key frames among them; of sound all",
                        TrackFigures::keyFrames));
    }

    private List<MetricSnapshot> asked() {
        return List.of(
                counter(
                        "rillcast_rtcp_nacked_packets",
                        "How often a packet was asked for again (NACK)",
                        byCodec(Reception::packetsAsked)),
                counter(
                        "rillcast_rtcp_key_frame_requests",
                        "How often a key frame was asked for (PLI)",
                        byCodec(each -> each.figures().keyFramesAsked())));
    }

    private List<MetricSnapshot> connections() {
        return List.of(
                counter(
                        "rillcast_packets_refused",
                        "SRTP and SRTCP packets that were not taken",
                        points("reason", Refused.class, figures.refused())),
                gauge(
                        "rillcast_peers",
                        "WebRTC connections, also those on their way",
                        figures.peers()),
                gauge(
                        "rillcast_dtls_handshakes_running",
                        "DTLS handshakes under way",
                        figures.handshaking()),
                counter(
                        "rillcast_dtls_handshakes",
                        "DTLS handshakes that ended, and hellos that found too many under way",
                        points("outcome", Handshake.class, figures.handshakes())),
                histogram(
                        "rillcast_door_round_seconds",
                        "From one look at the media port to the next, 3 ms of it rest",
                        List.of(distribution(figures.rounds()))));
    }

    private MetricSnapshot received(String what, String help, ToLongFunction<TrackFigures> count) {
        return counter(
                "rillcast_rtp_" + what, help, byCodec(each -> count.applyAsLong(each.figures())));
    }

    private List<Point> byCodec(ToLongFunction<Reception> count) {
        return figures.received().all().stream()
                .map(
                        each ->
                                point(
                                        count.applyAsLong(each),
                                        "codec",
                                        each.codec().name(),
                                        "kind",
                                        kind(each.codec())))
                .toList();
    }

    private static String kind(Codec codec) {
        return codec.video() ? "video" : "audio";
    }
}
