package dev.rillcast.browser;

import dev.rillcast.Program;
import java.nio.file.Path;
import java.util.List;

/**
 * Files for Chromium's fake camera and microphone: at every even second 100 ms of white at the top,
 * and of 1 kHz. The two devices do not start at the same moment, so what a browser records of them
 * itself is the measure for what arrives elsewhere.
 */
final class FlashAndBeepDevices {
    private FlashAndBeepDevices() {}

    /** Makes the files, and tells the browser's options to use them. */
    static List<String> make(Path directory) throws Exception {
        Path camera = directory.resolve("flash.mjpeg");
        Path microphone = directory.resolve("beep.wav");
        ffmpeg(
                directory,
                "testsrc2=s=640x360:r=30:d=4,drawbox=x=0:y=0:w=iw:h=80:color=white:t=fill:enable='lt(mod(t,2),0.1)'",
                "-c:v",
                "mjpeg",
                "-q:v",
                "4",
                camera);
        ffmpeg(
                directory,
                "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,2),0.1)':s=48000:d=4",
                "-c:a",
                "pcm_s16le",
                "-ac",
                "1",
                microphone);
        return List.of(
                "--use-file-for-fake-video-capture=" + camera,
                "--use-file-for-fake-audio-capture=" + microphone);
    }

    private static void ffmpeg(
            Path directory, String source, String a, String b, String c, String d, Path file)
            throws Exception {
        Program.run(
                directory,
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                source,
                a,
                b,
                c,
                d,
                "-y",
                file.toString());
    }
}
