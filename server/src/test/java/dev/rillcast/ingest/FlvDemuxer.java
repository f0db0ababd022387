package dev.rillcast.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;

import dev.rillcast.sound.AacLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;

/**
 * Reads an FLV file with FFmpeg's library, which knows Enhanced RTMP other than Debian's program.
 *
 * @param streams codec, size and configuration of each
 * @param packets of the first stream
 */
record FlvDemuxer(List<Stream> streams, List<byte[]> packets) {
    static {
        String _ = AacLine.libraryVersion(); // the server's libraries, before JavaCPP takes others
    }

    /** Width and height are 0 for audio; the configuration is in hex digits. */
    record Stream(String codec, int width, int height, String configuration) {}

    static FlvDemuxer read(Path file) throws IOException {
        AVFormatContext context = new AVFormatContext(null);
        check(avformat_open_input(context, file.toString(), null, (AVDictionary) null), "open");
        try {
            check(avformat_find_stream_info(context, (AVDictionary) null), "stream info");
            List<Stream> streams = new ArrayList<>();
            for (int i = 0; i < context.nb_streams(); i++) {
                streams.add(stream(context.streams(i).codecpar()));
            }
            return new FlvDemuxer(streams, packets(context));
        } finally {
            avformat_close_input(context);
        }
    }

    private static Stream stream(AVCodecParameters parameters) {
        byte[] configuration = new byte[parameters.extradata_size()];
        if (configuration.length > 0) {
            parameters.extradata().get(configuration);
        }
        try (BytePointer name = avcodec_get_name(parameters.codec_id())) {
            return new Stream(
                    name.getString(),
                    parameters.width(),
                    parameters.height(),
                    HexFormat.of().formatHex(configuration));
        }
    }

    private static List<byte[]> packets(AVFormatContext context) {
        List<byte[]> packets = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(context, packet) >= 0) {
            if (packet.stream_index() == 0) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                packets.add(bytes);
            }
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        return packets;
    }

    private static void check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + result);
        }
    }
}
