package dev.rillcast.transcode;

import dev.rillcast.media.Codec;
import dev.rillcast.media.PictureSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The arguments of a child that decodes one stream and encodes it in one or more ways. It reads
 * from the Unix socket {@code in} of its directory, and writes to {@code 0}, {@code 1} and so on.
 *
 * <p>Each rendition is H.264 of the main profile, with a key frame (IDR) every two seconds and
 * nothing referring across it, no pictures out of order, and a constant bitrate: a buffer of one
 * second that filler keeps full.
 */
final class FfmpegCommand {
    /** Times that go in are in ticks of the codecs' clock. */
    static final String TIME_BASE = "1:90000";

    /** Larger pictures are not decoded: each takes 1.5 bytes a pixel, several times. */
    static final int MAX_PIXELS = PictureSize.MAX * PictureSize.MAX;

    /** Of hardware encoders, when the rendition asks for none: they take no time stamps for it. */
    private static final double USUAL_RATE = 30;

    /**
     * Two seconds after the last, whatever the stream did since; not quite two, as browsers' frames
     * come with a jitter.
     */
    private static final String KEY_FRAMES =
            "expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+1.99))";

    private static final String VAAPI_DEVICE = "/dev/dri/renderD128";

    private final VideoEncoder encoder;
    private final List<String> arguments = new ArrayList<>();

    private FfmpegCommand(VideoEncoder encoder) {
        this.encoder = encoder;
    }

    /** The executable and its arguments, {@code sizes} having one for each rendition. */
    static List<String> transcode(
            VideoEncoder encoder,
            Codec input,
            List<Rendition> renditions,
            List<PictureSize> sizes) {
        FfmpegCommand command = new FfmpegCommand(encoder);
        command.common();
        command.input(input);
        command.filters(renditions, sizes);
        for (int i = 0; i < renditions.size(); i++) {
            command.add("-map", "[v" + i + "]");
            command.encoding(renditions.get(i), sizes.get(i));
            command.add("-f flv -flvflags no_duration_filesize -flush_packets 1");
            command.add("unix:" + i);
        }
        return command.arguments;
    }

    /** Encodes a few grey pictures and forgets them: shows whether the encoder can be had. */
    static List<String> trial(VideoEncoder encoder, Rendition rendition, PictureSize size) {
        FfmpegCommand command = new FfmpegCommand(encoder);
        command.common();
        command.add("-f rawvideo -pix_fmt yuv420p -framerate 30 -video_size " + size);
        command.add("-i pipe:0 -filter_complex");
        command.add("[0:v]null" + command.upload() + "[v0]", "-map", "[v0]");
        command.encoding(rendition, size);
        command.add("-f null -");
        return command.arguments;
    }

    private void common() {
        add(encoder.ffmpeg().toAbsolutePath().toString(), "-hide_banner");
        add("-nostats -nostdin -v error");
        if (encoder.encoder().equals("h264_vaapi")) {
            add("-vaapi_device", VAAPI_DEVICE);
        }
    }

    /**
     * Format and decoder are ours to say: what strangers send chooses neither, and opens no other
     * address. Without a buffer (-fflags nobuffer) the first key frame would be lost.
     */
    private void input(Codec codec) {
        add("-protocol_whitelist unix -copyts -probesize 32 -analyzeduration 0");
        add("-flags low_delay -threads 1 -max_pixels " + MAX_PIXELS);
        add(
                switch (codec) {
                    case VP8 -> "-c:v vp8 -f ivf";
                    // FFmpeg's own shows each spatial layer (SVC) as a picture.
                    case VP9 -> "-c:v libvpx-vp9 -f ivf";
                    case AV1 -> "-codec_whitelist libdav1d,libaom-av1 -f ivf";
                    case H264 -> "-c:v h264 -f flv";
                    case OPUS, PCMU, PCMA, AAC ->
                            throw new IllegalArgumentException(codec + " is no video");
                });
        add("-i unix:in -filter_complex_threads 1");
    }

    private void filters(List<Rendition> renditions, List<PictureSize> sizes) {
        StringBuilder graph = new StringBuilder("[0:v]");
        if (renditions.size() > 1) {
            graph.append("split=").append(renditions.size());
            for (int i = 0; i < renditions.size(); i++) {
                graph.append("[s").append(i).append(']');
            }
            graph.append(';');
        }
        for (int i = 0; i < renditions.size(); i++) {
            if (renditions.size() > 1) {
                graph.append(i == 0 ? "" : ";").append("[s").append(i).append(']');
            }
            double rate = constantRate(renditions.get(i));
            if (rate > 0) {
                graph.append("fps=").append(number(rate)).append(',');
            }
            graph.append(scaling(sizes.get(i))).append(upload());
            graph.append("[v").append(i).append(']');
        }
        add("-filter_complex", graph.toString());
    }

    /** The size stays whatever comes: a picture of another shape gets black bars. */
    private static String scaling(PictureSize size) {
        return ("scale=%1$d:%2$d:force_original_aspect_ratio=decrease:force_divisible_by=2,"
                        + "pad=%1$d:%2$d:-1:-1,setsar=1,format=yuv420p")
                .formatted(size.width(), size.height());
    }

    /** Where the encoder wants pictures: VA-API in memory of its own. */
    private String upload() {
        return switch (encoder.encoder()) {
            case "h264_vaapi" -> ",format=nv12,hwupload";
            case "h264_qsv" -> ",format=nv12";
            default -> "";
        };
    }

    /** Whether the pictures of a rendition come at a constant rate. */
    static boolean constant(VideoEncoder encoder, Rendition rendition) {
        return new FfmpegCommand(encoder).constantRate(rendition) > 0;
    }

    /** Frames per second when each comes after the same time, else 0. */
    private double constantRate(Rendition rendition) {
        return rendition.frameRate().orElse(encoder.encoder().equals("libx264") ? 0 : USUAL_RATE);
    }

    private void encoding(Rendition rendition, PictureSize size) {
        int bitrate = rendition.bitrate(size);
        double rate = constantRate(rendition);
        add("-c:v", encoder.encoder());
        add("-profile:v main -b:v %1$d -maxrate %1$d -bufsize %1$d".formatted(bitrate));
        add("-force_key_frames", KEY_FRAMES);
        add("-bf 0 -threads " + encoder.threads());
        if (rate > 0) {
            add("-fps_mode cfr -r " + number(rate));
        } else {
            add("-fps_mode passthrough -enc_time_base " + TIME_BASE);
        }
        switch (encoder.encoder()) {
            case "h264_nvenc" ->
                    add(
                            "-preset %s -tune ull -rc cbr -zerolatency 1 -delay 0 -forced-idr 1 -g 600"
                                            .formatted(encoder.preset())
                                    + " -no-scenecut 1 -cbr_padding 1");
            case "h264_vaapi" -> add("-rc_mode CBR -async_depth 1 -g 600");
            case "h264_qsv" ->
                    add(
                            "-preset %s -async_depth 1 -forced_idr 1 -g 600 -look_ahead 0 -low_power 0"
                                    .formatted(encoder.preset()));
            default -> x264(rate);
        }
    }

    private void x264(double rate) {
        add("-preset", encoder.preset());
        add("-tune zerolatency -sc_threshold 0 -forced-idr 1 -g 600 -x264-params");
        // A rate is needed to share out the bits, even where each frame has a time of its own.
        add("nal-hrd=cbr" + (rate > 0 ? "" : ":fps=" + number(USUAL_RATE)));
    }

    private static String number(double rate) {
        return String.format(Locale.ROOT, "%.3f", rate);
    }

    private void add(String... more) {
        arguments.addAll(List.of(more));
    }

    private void add(String words) {
        arguments.addAll(List.of(words.split(" ", -1)));
    }
}
