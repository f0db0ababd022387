package dev.rillcast.rtp;

import java.util.HexFormat;

/** Wire bytes as people write them: hexadecimal, with blanks where they help the eye. */
public final class Hex {
    private Hex() {}

    public static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replaceAll("\\s", ""));
    }

    /** Blanks taken out, to compare with {@link #text}. */
    public static String plain(String... hex) {
        return String.join("", hex).replaceAll("\\s", "");
    }

    public static String text(byte[] b, int from, int end) {
        return HexFormat.of().formatHex(b, from, end);
    }
}
