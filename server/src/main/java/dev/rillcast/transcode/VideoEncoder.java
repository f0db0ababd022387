package dev.rillcast.transcode;

import java.nio.file.Path;

/**
 * What encodes video, as the operator has chosen it.
 *
 * @param ffmpeg the executable
 * @param encoder FFmpeg's name of it: libx264, h264_nvenc, h264_vaapi or h264_qsv
 * @param preset of that encoder
 * @param threads that one child may encode with
 */
public record VideoEncoder(Path ffmpeg, String encoder, String preset, int threads) {}
