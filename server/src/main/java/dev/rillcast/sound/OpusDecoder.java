package dev.rillcast.sound;

import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import dev.rillcast.media.Frame;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's own Opus decoder, or the reference decoder, always stereo. Owned by one thread at a
 * time.
 *
 * <p>FFmpeg's own takes a third of the time, but is thrown off by packets that repeat the one
 * before them (in-band FEC), and can't give out what they repeat: from the first of these on the
 * reference decoder decodes. Browsers send them where packets are lost.
 */
final class OpusDecoder implements Decoder {
    private final AVCodecContext context = open();
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private BytePointer input = new BytePointer();
    private int capacity;
    private @Nullable ReferenceOpus reference;
    private @Nullable Frame last; // while there is no need of the reference

    private static AVCodecContext open() {
        AVCodec codec = avcodec_find_decoder_by_name("opus");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.sample_rate(48_000);
        context.thread_count(1);
        // Without a header the decoder takes the channels from here and spreads mono over both.
        av_channel_layout_default(context.ch_layout(), Samples.CHANNELS);
        Libraries.check(
                avcodec_open2(context, codec, (AVDictionary) null), "open the Opus decoder");
        return context;
    }

    @Override
    public int samples(Frame opus) {
        return OpusPacket.samples(opus.array(), opus.offset(), opus.length());
    }

    @Override
    public boolean silent(Frame opus) {
        return OpusPacket.silent(opus.length());
    }

    @Override
    public int repeated(Frame opus) {
        return OpusPacket.repeated(opus.array(), opus.offset(), opus.length());
    }

    @Override
    public boolean decodeRepeated(Frame opus, Samples samples) {
        return reference(samples).decodeRepeated(opus, repeated(opus), samples);
    }

    /** It begins with the packet before, so that it is tuned in. */
    private ReferenceOpus reference(Samples samples) {
        ReferenceOpus known = reference;
        if (known == null) {
            known = new ReferenceOpus();
            reference = known;
            if (last != null) {
                boolean _ = known.decode(last, samples);
            }
        }
        return known;
    }

    @Override
    public boolean decode(Frame opus, Samples samples) {
        if (reference != null || repeated(opus) > 0) {
            return reference(samples).decode(opus, samples);
        }
        last = opus;
        reserve(opus.length());
        input.put(opus.array(), opus.offset(), opus.length());
        packet.data(input).size(opus.length());
        if (avcodec_send_packet(context, packet) < 0) {
            return false;
        }
        int count = 0;
        while (avcodec_receive_frame(context, frame) >= 0) {
            count = append(samples, count);
        }
        if (count == 0) {
            return false;
        }
        samples.clip();
        return true;
    }

    private int append(Samples samples, int start) {
        int count = Math.min(frame.nb_samples(), OpusPacket.MAX_SAMPLES - start);
        samples.count(start + count);
        for (int channel = 0; channel < Samples.CHANNELS; channel++) {
            new FloatPointer(frame.data(channel)).get(samples.plane(channel), start, count);
        }
        return start + count;
    }

    private void reserve(int length) {
        if (length > capacity) {
            av_free(input);
            capacity = Math.max(length, 1_500);
            input = new BytePointer(av_mallocz(capacity + AV_INPUT_BUFFER_PADDING_SIZE));
        }
    }

    @Override
    public void close() {
        av_free(input);
        // The bytes were ours, not the packet's.
        packet.data(null).size(0);
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
