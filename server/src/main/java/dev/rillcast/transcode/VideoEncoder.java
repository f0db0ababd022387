package dev.rillcast.transcode;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What encodes video, as the operator has chosen it.
 *
 * @param ffmpeg the executable
 * @param encoder FFmpeg's name of it: libx264, h264_nvenc, h264_vaapi or h264_qsv
 * @param preset of that encoder
 * @param threads that one child may encode with
 */
public record VideoEncoder(Path ffmpeg, String encoder, String preset, int threads) {
    /**
     * @param ffmpeg the operator's executable; else the server's own, which need not be unpacked
     *     yet
     */
    public static VideoEncoder of(
            Optional<Path> ffmpeg, String encoder, String preset, int threads) {
        Path executable = ffmpeg.or(FfmpegJar::path).orElse(Path.of("ffmpeg"));
        return new VideoEncoder(executable, encoder, preset, threads);
    }
}
