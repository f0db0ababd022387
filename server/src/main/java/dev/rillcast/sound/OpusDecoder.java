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
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
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

/**
 * FFmpeg's own Opus decoder, or libopus, always stereo. Owned by one thread at a time.
 *
 * <p>FFmpeg's own takes a third of the time, but is thrown off by packets that repeat the one
 * before them (in-band FEC): from the first of these on libopus decodes. What they repeat is not
 * used, as FFmpeg has no way to ask for it.
 */
final class OpusDecoder implements Decoder {
    private AVCodecContext context = open("opus");
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private BytePointer input = new BytePointer();
    private float[] interleaved = new float[0]; // in use once it is libopus
    private int capacity;
    private boolean repeats;

    private static AVCodecContext open(String name) {
        AVCodec codec = avcodec_find_decoder_by_name(name);
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.sample_rate(48_000);
        context.thread_count(1);
        context.request_sample_fmt(AV_SAMPLE_FMT_FLT);
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
    public boolean decode(Frame opus, Samples samples) {
        if (!repeats && OpusPacket.repeats(opus.array(), opus.offset(), opus.length())) {
            repeats = true;
            avcodec_free_context(context);
            context = open("libopus");
        }
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
        if (repeats) {
            separate(samples, start, count);
        } else {
            for (int channel = 0; channel < Samples.CHANNELS; channel++) {
                new FloatPointer(frame.data(channel)).get(samples.plane(channel), start, count);
            }
        }
        return start + count;
    }

    /** libopus gives out both channels in turn. */
    private void separate(Samples samples, int start, int count) {
        if (interleaved.length < count * Samples.CHANNELS) {
            interleaved = new float[count * Samples.CHANNELS];
        }
        new FloatPointer(frame.data(0)).get(interleaved, 0, count * Samples.CHANNELS);
        for (int i = 0; i < count; i++) {
            samples.plane(0)[start + i] = interleaved[2 * i];
            samples.plane(1)[start + i] = interleaved[2 * i + 1];
        }
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
