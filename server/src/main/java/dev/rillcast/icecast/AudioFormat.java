package dev.rillcast.icecast;

import java.util.Locale;
import java.util.Optional;

/** What a stream may consist of. */
public enum AudioFormat {
    MP3("mp3"),
    /** AAC in ADTS, with SBR (HE-AAC) or without. */
    AAC("aac"),
    /** Vorbis or Opus in Ogg. */
    OGG("ogg");

    private final String demuxer;

    AudioFormat(String demuxer) {
        this.demuxer = demuxer;
    }

    /** The name of FFmpeg's demuxer for it. */
    public String demuxer() {
        return demuxer;
    }

    /** The format of a media type, parameters aside. */
    static Optional<AudioFormat> of(String contentType) {
        return switch (contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "audio/mpeg", "audio/mp3", "audio/mpeg3", "audio/x-mpeg" -> Optional.of(MP3);
            case "audio/aac", "audio/aacp", "audio/x-aac", "audio/x-aacp" -> Optional.of(AAC);
            case "application/ogg", "audio/ogg", "audio/vorbis", "audio/opus" -> Optional.of(OGG);
            default -> Optional.empty();
        };
    }
}
