package dev.rillcast;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Streaming platforms that are known by their hosts, and what their documents ask of a stream. */
enum Platform {
    /** support.google.com/youtube/answer/2853702. */
    YOUTUBE(
            "YouTube",
            "rtmps?\\.youtube\\.com",
            "a key frame every 2 s, never more than 4 s apart",
            "H.264, H.265 or AV1; 1080p with 3 to 8 Mbit/s at 30 frames/s, 4 to 10 at 60;"
                    + " at most 40, for 2160p",
            "AAC or MP3, 128 kbit/s in stereo; a stream without audio may not start",
            false),
    /** help.twitch.tv, "Broadcasting Guidelines". */
    TWITCH(
            "Twitch",
            "twitch\\.tv|(ingest\\.global-)?contribute\\.live-video\\.net",
            "a key frame every 2 s",
            "H.264, up to 1920x1080 at 60 frames/s, at most 6 Mbit/s",
            "AAC-LC, at most 320 kbit/s",
            false),
    /** developers.facebook.com/docs/live-video-api/reference. */
    FACEBOOK(
            "Facebook",
            "facebook\\.com",
            "a key frame every 2 s, never more than 4 s apart",
            "H.264, up to 1920x1080; 3 to 6 Mbit/s at 30 frames/s, 4.5 to 9 at 60",
            "AAC-LC, 128 kbit/s, at most 256; it must be there",
            true);

    private final String title;
    private final Pattern hosts;
    private final String keyFrames;
    private final String video;
    private final String audio;
    private final boolean tlsOnly;

    Platform(
            String title,
            String hosts,
            String keyFrames,
            String video,
            String audio,
            boolean tlsOnly) {
        this.title = title;
        this.hosts = Pattern.compile("(.+\\.)?(" + hosts + ")");
        this.keyFrames = keyFrames;
        this.video = video;
        this.audio = audio;
        this.tlsOnly = tlsOnly;
    }

    /**
     * The platform that a host belongs to.
     *
     * @param host in small letters
     */
    static Optional<Platform> of(String host) {
        return Arrays.stream(values())
                .filter(platform -> platform.hosts.matcher(host).matches())
                .findFirst();
    }

    String title() {
        return title;
    }

    String keyFrames() {
        return keyFrames;
    }

    String video() {
        return video;
    }

    String audio() {
        return audio;
    }

    /** Whether it takes {@code rtmps://} alone. */
    boolean tlsOnly() {
        return tlsOnly;
    }
}
