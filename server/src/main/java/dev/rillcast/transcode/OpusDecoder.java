package dev.rillcast.transcode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/** FFmpeg's own Opus decoder, always stereo. Owned by one thread at a time. */
final class OpusDecoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private BytePointer input = new BytePointer();
    private int capacity;

    OpusDecoder() {
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_OPUS);
        context = avcodec_alloc_context3(codec);
        context.sample_rate(48_000);
        context.thread_count(1);
        // Without a header the decoder takes the channels from here and spreads mono over both.
        av_channel_layout_default(context.ch_layout(), Samples.CHANNELS);
        Libraries.check(
                avcodec_open2(context, codec, (AVDictionary) null), "open the Opus decoder");
    }

    /**
     * Decodes one packet into {@code samples}, replacing what was there.
     *
     * @return whether there is sound; if not, {@code samples} stay as they were
     */
    boolean decode(byte[] array, int offset, int length, Samples samples) {
        reserve(length);
        input.put(array, offset, length);
        packet.data(input).size(length);
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
