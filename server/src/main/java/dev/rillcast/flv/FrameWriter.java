package dev.rillcast.flv;

import dev.rillcast.amf.Amf0Writer;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.VideoConfig;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tags of one stream: metadata, decoder configurations whenever they are due, frames.
 * Used by one thread.
 */
public final class FrameWriter {
    private static final int ELEMENT_SHIFT = 5;
    private static final int SINGLE_CHANNEL = 0;
    private static final int CHANNEL_PAIR = 1;

    private final Tags tags;
    private final List<ByteBuffer> message = new ArrayList<>();
    private AccessUnit accessUnit = new AccessUnit();
    private @Nullable StreamInfo info;
    private boolean announced;
    private boolean audioStarted;
    private boolean videoStarted;
    private @Nullable VideoConfig config;

    /** Where they go. */
    public interface Tags {
        /**
         * Takes one tag.
         *
         * @param type as {@link TagHead} has them
         * @param payload windows, one behind the other, which are gone when this returns
         */
        void write(int type, long millis, List<ByteBuffer> payload) throws IOException;
    }

    /** A writer to which nothing was announced yet. */
    public FrameWriter(Tags tags) {
        this.tags = tags;
    }

    /** Says which stream follows; its first frame brings the metadata. */
    public void announce(StreamInfo stream) {
        info = stream;
        announced = false;
        audioStarted = false;
        videoStarted = false;
        config = null;
        accessUnit = new AccessUnit();
    }

    /** The stream as the metadata told of it last. */
    public Optional<StreamInfo> info() {
        return Optional.ofNullable(info);
    }

    /**
     * Writes one frame of the announced stream. Video begins with the first key frame that has its
     * configuration.
     *
     * @throws IOException of the {@link Tags}, or when the frame can't be read
     * @throws IllegalArgumentException for a codec that was not announced
     */
    public void write(Frame frame, long millis) throws IOException {
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

    private void writeAudio(Frame frame, long millis, StreamInfo stream) throws IOException {
        TagHead head = TagHead.of(frame.codec());
        int channels = frame.codec() == Codec.AAC ? channels(frame) : 0;
        if (channels > 0 && channels != stream.audioChannels()) {
            stream = stream.withChannels(channels);
            info = stream;
            announced = false;
            audioStarted = false;
        }
        tell(millis, stream);
        if (!audioStarted) {
            audioStarted = true;
            send(TagHead.AUDIO, millis, head.configuration(), stream.audioConfiguration());
        }
        message.add(ByteBuffer.wrap(head.frame(true)));
        message.add(ByteBuffer.wrap(frame.array(), frame.offset(), frame.length()));
        tags.write(TagHead.AUDIO, millis, message);
    }

    /**
     * As the frame's first element says (ISO/IEC 14496-3 4.4.2.1): 1, 2, or 0 where that is neither
     * a single channel nor a pair.
     */
    private static int channels(Frame aac) {
        int element = aac.length() == 0 ? -1 : (aac.array()[aac.offset()] & 0xff) >> ELEMENT_SHIFT;
        return element == SINGLE_CHANNEL ? 1 : element == CHANNEL_PAIR ? 2 : 0;
    }

    private void writeVideo(Frame frame, long millis, StreamInfo stream) throws IOException {
        TagHead head = TagHead.of(frame.codec());
        message.add(ByteBuffer.wrap(head.frame(frame.key())));
        VideoConfig next;
        try {
            next = read(frame);
        } catch (IllegalArgumentException error) {
            throw new ProtocolException("the video can't be published, " + error.getMessage());
        }
        if (next != null && !next.equals(config)) {
            configure(next, head, millis, stream);
        }
        videoStarted |= frame.key() && config != null;
        if (videoStarted && message.size() > 1) {
            tags.write(TagHead.VIDEO, millis, message);
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
        send(TagHead.VIDEO, millis, head.configuration(), next.record());
    }

    private void tell(long millis, StreamInfo stream) throws IOException {
        if (!announced) {
            announced = true;
            byte[] data = Amf0Writer.bytes("@setDataFrame", "onMetaData", stream.metadata());
            send(TagHead.SCRIPT, millis, data, new byte[0]);
        }
    }

    private void send(int type, long millis, byte[] head, byte[] body) throws IOException {
        tags.write(type, millis, List.of(ByteBuffer.wrap(head), ByteBuffer.wrap(body)));
    }
}
