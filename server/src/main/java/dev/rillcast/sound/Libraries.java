package dev.rillcast.sound;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's native libraries, loaded once per process. */
final class Libraries {
    static {
        // JavaCPP would else refuse to allocate once the process is twice as large as its heap may
        // become, and a server with a small heap is.
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
        // Everything native is freed by close(): no thread need wait for the collector to do it.
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        // The jar with ffmpeg's executable has libraries, too, and would be preferred; but those
        // are
        // under the GPL, and this process keeps to the LGPL.
        System.setProperty("org.bytedeco.javacpp.platform.extension", "");
        Loader.load(avcodec.class);
        // What strangers send is wrong now and then; it is counted, not printed.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    private Libraries() {}

    /** Loads the libraries; takes about half a second the first time and nothing afterwards. */
    static void load() {
        // The work is done when the class is initialized.
    }

    static String version() {
        return avutil.av_version_info().getString();
    }

    static String license() {
        return avcodec.avcodec_license().getString();
    }

    /** What a libav function answered, made an exception when it is an error. */
    static int check(int result, String what) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg could not " + what + ": error " + result);
        }
        return result;
    }
}
