package dev.rillcast.bench;

import dev.rillcast.bench.rtc.Film;
import dev.rillcast.media.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The films that are shown: made once by the installed ffmpeg, with what browsers tell their
 * encoders.
 *
 * @param folder where they are kept
 * @param size of the pictures, as 1280x720
 */
record Films(Path folder, String size) {
    /** Pictures in a second. */
    static final int RATE = 30;

    private static final int LIMIT_SECONDS = 300;

    private static final String TONES = "aevalsrc=0.2*sin(2*PI*(200+100*sin(t))*t):s=48000:d=10";

    /** For ffmpeg: IVF, or FLV for H.264. */
    Path file(Codec codec) throws IOException, InterruptedException {
        Path file = folder.resolve(codec + (codec == Codec.H264 ? ".flv" : ".ivf"));
        if (!Files.exists(file)) {
            System.err.printf("making %s…%n", file.getFileName());
            List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", source()));
            arguments.addAll(List.of(encoder(codec).split(" ", -1)));
            arguments.addAll(List.of("-g", "60", "-b:v", "2000k"));
            ffmpeg(arguments, file);
        }
        return file;
    }

    /** Ten seconds with a camera's noise; there is a key frame every two seconds. */
    private String source() {
        return "testsrc2=s=" + size + ":r=30:d=10,noise=alls=8:allf=t,format=yuv420p";
    }

    private static String encoder(Codec codec) {
        return switch (codec) {
            case VP8 -> "-c:v libvpx -deadline realtime -cpu-used 8 -lag-in-frames 0";
            case VP9 -> "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -lag-in-frames 0";
            case AV1 -> "-c:v libaom-av1 -usage realtime -cpu-used 8 -lag-in-frames 0";
            case H264 -> "-c:v libx264 -preset fast -tune zerolatency -profile:v baseline";
            default -> throw new IllegalArgumentException(codec + " is no film");
        };
    }

    /** For the publisher. */
    Film film(Codec codec) throws IOException, InterruptedException {
        Path file = file(codec);
        if (codec != Codec.H264) {
            return Film.read(file, codec);
        }
        Path stream = folder.resolve("H264.h264");
        if (!Files.exists(stream)) {
            ffmpeg(
                    List.of("-i", file.toString(), "-c", "copy", "-bsf:v", "h264_mp4toannexb"),
                    stream);
        }
        return Film.read(stream, codec);
    }

    /** Packets of Opus, of 20 ms each. */
    List<byte[]> sound() throws IOException, InterruptedException {
        Path file = folder.resolve("sound.opus");
        if (!Files.exists(file)) {
            ffmpeg(List.of("-f", "lavfi", "-i", TONES, "-c:a", "libopus"), file);
        }
        return OpusFile.packets(file).stream()
                .map(packet -> Arrays.copyOf(packet.array(), packet.length()))
                .toList();
    }

    private void ffmpeg(List<String> arguments, Path file)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path half = folder.resolve("new-" + file.getFileName());
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        command.addAll(arguments);
        command.add(half.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("ffmpeg could not make " + file);
        }
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
