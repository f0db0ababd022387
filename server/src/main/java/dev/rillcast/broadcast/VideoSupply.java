package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.PictureSize;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.report.TargetVideo;
import dev.rillcast.rtmp.RtmpException;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.transcode.TranscoderFigures;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an output gets its video: as the publisher sends it, or from a transcoder. */
final class VideoSupply {
    private final Output output;
    private final TargetOptions options;
    private final Transcoding transcoding;
    private volatile @Nullable VideoChoice choice; // null: not decided, or no video
    private volatile Transcoding.@Nullable Part part; // null: as it comes

    VideoSupply(Output output, TargetOptions options, Transcoding transcoding) {
        this.output = output;
        this.options = options;
        this.transcoding = transcoding;
    }

    /**
     * Decides, if that is clear before the ingest is asked.
     *
     * @throws NotStartedException if a transcoder is needed and none is free
     */
    void plan() throws NotStartedException {
        Optional<Codec> source = transcoding.source();
        if (source.isEmpty()) {
            return;
        }
        Optional<VideoChoice> clear = VideoChoice.of(source.get(), options);
        if (clear.isPresent()) {
            decide(clear.get());
        }
    }

    /**
     * Decides, as the ingest has said what it takes.
     *
     * @return what it gets of it; empty without video
     * @throws RtmpException if it can't get any
     */
    Optional<Codec> agree(RtmpPublisher rtmp) throws RtmpException {
        Optional<Codec> source = transcoding.source();
        if (source.isPresent() && VideoChoice.of(source.get(), options).isEmpty()) {
            ask(source.get(), rtmp);
        }
        return source.map(codec -> part == null ? codec : Codec.H264);
    }

    private void ask(Codec codec, RtmpPublisher rtmp) throws RtmpException {
        boolean takes = rtmp.takes(codec);
        if (!takes && !transcoding.possible()) {
            throw RtmpException.lasting(
                    "the ingest takes no %s; %s; choose H264 with setConfig, or leave passthrough out"
                            .formatted(codec, rtmp.capabilities()),
                    "",
                    "");
        }
        try {
            if (part == null) { // who once gets H.264 goes on with it
                decide(VideoChoice.ofIngest(codec, takes, rtmp.capabilities().toString()));
            }
        } catch (NotStartedException e) {
            throw RtmpException.lasting(
                    "the ingest takes no %s, and %s".formatted(codec, e.getMessage()), "", "");
        }
    }

    private void decide(VideoChoice wanted) throws NotStartedException {
        if (!wanted.transcoded()) {
            choice = wanted;
        } else if (transcoding.possible()) {
            part = transcoding.join(output, options);
            choice = wanted;
        } else {
            choice = VideoChoice.pass("no video is transcoded here (transcode.max is 0)");
        }
    }

    /** The output needs no more of it. */
    void leave() {
        Transcoding.Part taken = part;
        if (taken != null) {
            taken.transcoder().leave(output);
        }
    }

    /** Whether a frame of the publisher's is of use to the output. */
    boolean passes(Frame frame) {
        return part == null || !frame.codec().video();
    }

    /** Whether it gets no frame of the publisher's, so that asking for a key frame is no use. */
    boolean transcoded() {
        return part != null;
    }

    /** The size of the pictures that are transcoded for it, before that. */
    Optional<PictureSize> picture() {
        return Optional.ofNullable(part)
                .flatMap(taken -> taken.transcoder().figures())
                .flatMap(TranscoderFigures::picture);
    }

    /** How it gets its video, as soon as that is decided. */
    Optional<TargetVideo> report() {
        VideoChoice decided = choice;
        Optional<Codec> source = transcoding.source();
        if (decided == null || source.isEmpty()) {
            return Optional.empty();
        }
        Optional<TargetVideo.Transcoding> made =
                Optional.ofNullable(part)
                        .flatMap(taken -> taken.transcoder().figures().map(f -> made(taken, f)));
        Codec to = decided.transcoded() ? Codec.H264 : source.get();
        return Optional.of(new TargetVideo(source.get(), to, decided.why(), made));
    }

    private TargetVideo.Transcoding made(Transcoding.Part taken, TranscoderFigures figures) {
        return new TargetVideo.Transcoding(
                options.videoBitrate(),
                options.framerate(),
                figures.sizes().stream().skip(taken.rendition()).findFirst(),
                figures.restarts(),
                figures.dropped(),
                figures.log());
    }
}
