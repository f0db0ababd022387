package dev.rillcast.flv;

import dev.rillcast.amf.EcmaArray;
import dev.rillcast.media.Codec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a publisher announces before the first frame. 0 stands for "not known".
 *
 * @param video the codec of the pictures, if there are any
 * @param audio the codec of the sound, if there is any
 * @param width in pixels
 * @param height in pixels
 * @param frameRate frames per second
 * @param videoKbps kbit/s
 * @param audioKbps kbit/s
 * @param audioSampleRate Hz: of AAC one of those that it has, of Opus 48,000
 * @param audioChannels 1 or 2
 */
public record StreamInfo(
        Optional<Codec> video,
        Optional<Codec> audio,
        int width,
        int height,
        double frameRate,
        int videoKbps,
        int audioKbps,
        int audioSampleRate,
        int audioChannels) {
    /** samplingFrequencyIndex of ISO/IEC 14496-3 1.6.3.4. */
    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
        8_000
    };

    private static final byte[] OPUS_HEAD = "OpusHead".getBytes(StandardCharsets.US_ASCII);
    private static final int OPUS_RATE = 48_000; // RFC 7587 4.1

    public StreamInfo {
        if (video.isEmpty() && audio.isEmpty()) {
            throw new IllegalArgumentException("a stream has video, audio or both");
        }
        if (!video.map(Codec::video).orElse(true) || audio.map(Codec::video).orElse(false)) {
            throw new IllegalArgumentException(video + " is no video or " + audio + " no audio");
        }
        if (audio.isPresent()
                && (!hasRate(audio.get(), audioSampleRate)
                        || audioChannels < 1
                        || audioChannels > 2)) {
            throw new IllegalArgumentException(
                    "%s takes no %d Hz with %d channels"
                            .formatted(audio.get(), audioSampleRate, audioChannels));
        }
    }

    /** A stream of H.264, AAC or both. */
    public StreamInfo(
            boolean hasVideo,
            boolean hasAudio,
            int width,
            int height,
            double frameRate,
            int videoKbps,
            int audioKbps,
            int audioSampleRate,
            int audioChannels) {
        this(
                hasVideo ? Optional.of(Codec.H264) : Optional.empty(),
                hasAudio ? Optional.of(Codec.AAC) : Optional.empty(),
                width,
                height,
                frameRate,
                videoKbps,
                audioKbps,
                audioSampleRate,
                audioChannels);
    }

    private static boolean hasRate(Codec codec, int rate) {
        return codec == Codec.OPUS ? rate == OPUS_RATE : rateIndex(rate) >= 0;
    }

    /** Of its tracks. */
    public List<Codec> codecs() {
        return Stream.concat(video.stream(), audio.stream()).toList();
    }

    /** Whether frames of this codec belong to the stream. */
    boolean has(Codec codec) {
        return (codec.video() ? video : audio).orElse(null) == codec;
    }

    /** The same stream with another picture. */
    StreamInfo withPicture(int newWidth, int newHeight, double newFrameRate) {
        return new StreamInfo(
                video,
                audio,
                newWidth,
                newHeight,
                newFrameRate,
                videoKbps,
                audioKbps,
                audioSampleRate,
                audioChannels);
    }

    /** The same stream with so many audio channels. */
    StreamInfo withChannels(int newChannels) {
        return new StreamInfo(
                video,
                audio,
                width,
                height,
                frameRate,
                videoKbps,
                audioKbps,
                audioSampleRate,
                newChannels);
    }

    /**
     * The argument of {@code onMetaData} (Adobe FLV 10.1, Annex E.5; Enhanced RTMP v2, "Enhancing
     * onMetaData").
     */
    EcmaArray metadata() {
        EcmaArray data = new EcmaArray();
        if (video.isPresent()) {
            data.put("width", width);
            data.put("height", height);
            data.put("framerate", frameRate);
            data.put("videocodecid", TagHead.of(video.get()).codecId());
            data.put("videodatarate", videoKbps);
        }
        if (audio.isPresent()) {
            data.put("audiocodecid", TagHead.of(audio.get()).codecId());
            data.put("audiodatarate", audioKbps);
            data.put("audiosamplerate", audioSampleRate);
            data.put("audiosamplesize", 16);
            data.put("stereo", audioChannels == 2);
        }
        data.put("encoder", "Rillcast");
        return data;
    }

    /** What the audio's decoder must know before the first frame. */
    byte[] audioConfiguration() {
        return has(Codec.OPUS) ? opusHead() : audioSpecificConfig();
    }

    /**
     * AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1) for AAC-LC.
     *
     * <pre>
     *  audioObjectType = 2 (5) | samplingFrequencyIndex (4) | channelConfiguration (4) | 000
     * </pre>
     */
    private byte[] audioSpecificConfig() {
        int bits = 2 << 11 | rateIndex(audioSampleRate) << 7 | audioChannels << 3;
        return new byte[] {(byte) (bits >> 8), (byte) bits};
    }

    /**
     * The identification header of Opus (RFC 7845 5.1), little endian.
     *
     * <pre>
     *  "OpusHead" | version = 1 (8) | channels (8) | pre-skip (16) | input sample rate (32)
     *  output gain = 0 (16) | mapping family = 0 (8)
     * </pre>
     *
     * Nothing is skipped: RTP does not tell by how much the encoder lags, and the time stamps are
     * those of what the decoder gives out.
     */
    private byte[] opusHead() {
        return ByteBuffer.allocate(19)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(OPUS_HEAD)
                .put((byte) 1)
                .put((byte) audioChannels)
                .putShort((short) 0)
                .putInt(audioSampleRate)
                .putShort((short) 0)
                .put((byte) 0)
                .array();
    }

    private static int rateIndex(int rate) {
        for (int i = 0; i < RATES.length; i++) {
            if (RATES[i] == rate) {
                return i;
            }
        }
        return -1;
    }
}
