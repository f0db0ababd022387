package dev.rillcast.rtmp;

import dev.rillcast.amf.EcmaArray;

/**
 * What a publisher announces before the first frame. 0 stands for "not known".
 *
 * @param width in pixels
 * @param height in pixels
 * @param frameRate frames per second
 * @param videoKbps kbit/s
 * @param audioKbps kbit/s
 * @param audioSampleRate Hz, one of those that AAC has
 * @param audioChannels 1 or 2
 */
public record StreamInfo(
        boolean hasVideo,
        boolean hasAudio,
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

    public StreamInfo {
        if (!hasVideo && !hasAudio) {
            throw new IllegalArgumentException("a stream has video, audio or both");
        }
        if (hasAudio
                && (rateIndex(audioSampleRate) < 0 || audioChannels < 1 || audioChannels > 2)) {
            throw new IllegalArgumentException(
                    "AAC takes no %d Hz with %d channels"
                            .formatted(audioSampleRate, audioChannels));
        }
    }

    /** The same stream with another picture. */
    StreamInfo withPicture(int newWidth, int newHeight, double newFrameRate) {
        return new StreamInfo(
                hasVideo,
                hasAudio,
                newWidth,
                newHeight,
                newFrameRate,
                videoKbps,
                audioKbps,
                audioSampleRate,
                audioChannels);
    }

    /** The argument of {@code onMetaData} (Adobe FLV 10.1, Annex E.5). */
    EcmaArray metadata() {
        EcmaArray data = new EcmaArray();
        if (hasVideo) {
            data.put("width", width);
            data.put("height", height);
            data.put("framerate", frameRate);
            data.put("videocodecid", 7); // AVC
            data.put("videodatarate", videoKbps);
        }
        if (hasAudio) {
            data.put("audiocodecid", 10); // AAC
            data.put("audiodatarate", audioKbps);
            data.put("audiosamplerate", audioSampleRate);
            data.put("audiosamplesize", 16);
            data.put("stereo", audioChannels == 2);
        }
        data.put("encoder", "Rillcast");
        return data;
    }

    /**
     * AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1) for AAC-LC.
     *
     * <pre>
     *  audioObjectType = 2 (5) | samplingFrequencyIndex (4) | channelConfiguration (4) | 000
     * </pre>
     */
    byte[] audioSpecificConfig() {
        int bits = 2 << 11 | rateIndex(audioSampleRate) << 7 | audioChannels << 3;
        return new byte[] {(byte) (bits >> 8), (byte) bits};
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
