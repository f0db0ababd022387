package dev.rillcast.rtmp;

import dev.rillcast.amf.Amf0Writer;
import dev.rillcast.flv.TagHead;
import dev.rillcast.media.Codec;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Frame;
import dev.rillcast.media.VideoConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the messages of one stream: metadata, decoder configurations whenever they are due, frames.
 * Used by one thread.
 */
final class FrameWriter {
    private final RtmpConnection connection;
    private final int streamId;
    private final List<ByteBuffer> message = new ArrayList<>();
    private AccessUnit accessUnit = new AccessUnit();
    private @Nullable StreamInfo info;
    private boolean announced;
    private boolean audioStarted;
    private boolean videoStarted;
    private @Nullable VideoConfig config;

    FrameWriter(RtmpConnection connection, int streamId) {
        this.connection = connection;
        this.streamId = streamId;
    }

    /** Says which stream follows; the ingest is told with its first frame. */
    void announce(StreamInfo stream) {
        info = stream;
        announced = false;
        audioStarted = false;
        videoStarted = false;
        config = null;
        accessUnit = new AccessUnit();
    }

    /** See {@link RtmpPublisher#info}. */
    Optional<StreamInfo> info() {
        return Optional.ofNullable(info);
    }

    /** See {@link RtmpPublisher#write(Frame, long)}. */
    void write(Frame frame, long millis) throws IOException {
        StreamInfo stream = info;
        if (stream == null || !stream.has(frame.codec())) {
            throw new IllegalArgumentException("not announced: " + frame.codec());
        }
        try {
            if (frame.codec().video()) {
                writeVideo(frame, millis, stream);
            } else {
                writeAudio(frame, millis, stream);
            }
        } finally {
            message.clear();
        }
    }

    void write(DataMessage data, long millis) throws IOException {
        connection.send(RtmpMessage.DATA, streamId, millis, ScriptData.payload(data));
    }

    private void writeAudio(Frame frame, long millis, StreamInfo stream) throws IOException {
        TagHead head = TagHead.of(frame.codec());
        tell(millis, stream);
        if (!audioStarted) {
            audioStarted = true;
            send(RtmpMessage.AUDIO, millis, head.configuration(), stream.audioConfiguration());
        }
        message.add(ByteBuffer.wrap(head.frame(true)));
        message.add(ByteBuffer.wrap(frame.array(), frame.offset(), frame.length()));
        connection.send(RtmpMessage.AUDIO, streamId, millis, message);
    }

    private void writeVideo(Frame frame, long millis, StreamInfo stream) throws IOException {
        TagHead head = TagHead.of(frame.codec());
        message.add(ByteBuffer.wrap(head.frame(frame.key())));
        VideoConfig next;
        try {
            next = read(frame);
        } catch (IllegalArgumentException error) {
            throw new IOException("the video can't be published, " + error.getMessage(), error);
        }
        if (next != null && !next.equals(config)) {
            configure(next, head, millis, stream);
        }
        videoStarted |= frame.key() && config != null;
        if (videoStarted && message.size() > 1) {
            connection.send(RtmpMessage.VIDEO, streamId, millis, message);
        }
    }

    /** Adds what the frame brings to the message, and returns what it says about the stream. */
    private @Nullable VideoConfig read(Frame frame) {
        if (frame.codec() == Codec.H264) {
            accessUnit.read(frame, message);
            return accessUnit.config(config);
        }
        message.add(ByteBuffer.wrap(frame.array(), frame.offset(), frame.length()));
        return frame.key() ? VideoConfig.of(frame) : null;
    }

    /** Sends metadata and the decoder's configuration when that has changed, and only then. */
    private void configure(VideoConfig next, TagHead head, long millis, StreamInfo stream)
            throws IOException {
        double rate = stream.frameRate() > 0 ? stream.frameRate() : next.frameRate();
        StreamInfo seen = stream.withPicture(next.width(), next.height(), rate);
        announced &= config == null && seen.equals(stream);
        info = seen;
        config = next;
        tell(millis, seen);
        send(RtmpMessage.VIDEO, millis, head.configuration(), next.record());
    }

    private void tell(long millis, StreamInfo stream) throws IOException {
        if (!announced) {
            announced = true;
            byte[] data = Amf0Writer.bytes("@setDataFrame", "onMetaData", stream.metadata());
            send(RtmpMessage.DATA, millis, data, new byte[0]);
        }
    }

    private void send(int type, long millis, byte[] head, byte[] body) throws IOException {
        connection.send(
                type, streamId, millis, List.of(ByteBuffer.wrap(head), ByteBuffer.wrap(body)));
    }
}
