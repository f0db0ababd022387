package dev.rillcast.sound;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_AAC_LOW;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/**
 * FFmpeg's own AAC-LC encoder: takes mono or stereo sound at 48 kHz in pieces of any length and
 * gives a frame for each 1,024 samples. Owned by one thread at a time.
 */
final class AacEncoder implements AutoCloseable {
    /** Samples in an AAC frame; also how much silence the encoder puts before the first sound. */
    static final int FRAME = 1_024;

    /** FFmpeg's default, with which it tries to make frames as large as they may be. */
    private static final int SPEND = 4_000_000;

    /** With this it only minds that they are not too large. */
    private static final int SPARE = 0;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final FloatPointer[] planes;
    private final int bitrate;
    private final long start;
    private final Samples open = new Samples(); // what mono was heard before the first frame
    private boolean begun; // the first frame was given out
    private long frameStart;
    private int filled;

    /**
     * @param bitrate in bit/s, of all channels together
     * @param start the timestamp of the first sample
     */
    AacEncoder(int bitrate, int channels, long start) {
        this.bitrate = bitrate;
        this.planes = new FloatPointer[channels];
        this.start = start;
        this.frameStart = start;
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
        context = avcodec_alloc_context3(codec);
        context.sample_rate(48_000).sample_fmt(AV_SAMPLE_FMT_FLTP).bit_rate(bitrate);
        context.profile(AV_PROFILE_AAC_LOW).flags(AV_CODEC_FLAG_GLOBAL_HEADER).thread_count(1);
        context.time_base().num(1).den(48_000);
        av_channel_layout_default(context.ch_layout(), channels);
        // Half the work of the default coder. Mid/side makes it search five times as long when both
        // channels are equal, which is what one microphone gives.
        option("aac_coder", "fast");
        if (channels == 2) {
            option("aac_ms", "0");
        }
        Libraries.check(avcodec_open2(context, codec, (AVDictionary) null), "open the AAC encoder");
        frame.format(AV_SAMPLE_FMT_FLTP).nb_samples(FRAME).sample_rate(48_000);
        av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
        Libraries.check(av_frame_get_buffer(frame, 0), "allocate a frame");
    }

    private void option(String name, String value) {
        Libraries.check(av_opt_set(context.priv_data(), name, value, 0), "set " + name);
    }

    /** The AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1) of what comes out. */
    byte[] config() {
        byte[] config = new byte[context.extradata_size()];
        context.extradata().get(config);
        return config;
    }

    /** Timestamp of the next sample to be written. */
    long position() {
        return frameStart + filled;
    }

    int channels() {
        return planes.length;
    }

    /** Whether it has given out a frame. */
    boolean begun() {
        return begun;
    }

    /** Another that does the same in stereo, while this one has not begun; this one is closed. */
    AacEncoder stereo(long now, Consumer<Frame> out) {
        AacEncoder next = new AacEncoder(bitrate, 2, start);
        close();
        open.spread();
        next.write(open, 0, open.count(), now, out);
        return next;
    }

    /** Appends {@code count} samples from {@code from} on; {@code arrival} goes into the frames. */
    void write(Samples samples, int from, int count, long arrival, Consumer<Frame> out) {
        int done = 0;
        while (done < count) {
            if (filled == 0) {
                mapPlanes();
            }
            int piece = Math.min(count - done, FRAME - filled);
            for (int channel = 0; channel < planes.length; channel++) {
                planes[channel].position(filled).put(samples.plane(channel), from + done, piece);
            }
            if (planes.length == 1 && !begun) {
                open.append(samples, from + done, piece, 1);
            }
            filled += piece;
            done += piece;
            if (filled == FRAME) {
                encode(arrival, out);
            }
        }
    }

    /** Gives the frame that the encoder holds back, after which nothing may be written. */
    void finish(long arrival, Consumer<Frame> out) {
        avcodec_send_frame(context, null);
        receive(arrival, out);
    }

    private void mapPlanes() {
        Libraries.check(av_frame_make_writable(frame), "allocate a frame");
        for (int channel = 0; channel < planes.length; channel++) {
            planes[channel] = new FloatPointer(frame.data(channel));
        }
    }

    private void encode(long arrival, Consumer<Frame> out) {
        frame.pts(frameStart);
        Libraries.check(avcodec_send_frame(context, frame), "encode AAC");
        frameStart += FRAME;
        filled = 0;
        receive(arrival, out);
    }

    private void receive(long arrival, Consumer<Frame> out) {
        while (avcodec_receive_packet(context, packet) >= 0) {
            // The first packet holds only what comes before the first sample.
            if (packet.pts() >= start) {
                begun = true;
                settle(packet.size() * 8);
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                out.accept(
                        new Frame(Codec.AAC, true, packet.pts(), arrival, bytes, 0, bytes.length));
            }
            av_packet_unref(packet);
        }
    }

    /**
     * Sound that is easy does not need all the bits that it may have: then the encoder would try
     * six times to spend them, at four times the cost, for nothing that one could hear.
     */
    private void settle(int bits) {
        double share = bits * 48_000.0 / FRAME / context.bit_rate();
        if (share < 0.6) {
            context.bit_rate_tolerance(SPARE);
        } else if (share > 0.7) {
            context.bit_rate_tolerance(SPEND);
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
