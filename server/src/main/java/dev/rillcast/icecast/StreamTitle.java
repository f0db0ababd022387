package dev.rillcast.icecast;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The title within a block of ICY metadata: {@code StreamTitle='…';StreamUrl='…';}. */
final class StreamTitle {
    /**
     * Titles have apostrophes; only one with a semicolon and nothing or another field ends them.
     */
    private static final Pattern FIELD =
            Pattern.compile("StreamTitle='(.*?)'(?:;(?=\\s*(?:\\w+='|$))|$)", Pattern.DOTALL);

    /** So Icecast writes letters that Latin-1, in which it sends by default, does not have. */
    private static final Pattern LETTER = Pattern.compile("&#(\\d{1,7});");

    private StreamTitle() {}

    /**
     * The title without control characters; nothing if the block does not speak of one.
     *
     * @param block filled up with zeros
     */
    static Optional<String> parse(byte[] block) {
        int length = block.length;
        while (length > 0 && block[length - 1] == 0) {
            length--;
        }
        Matcher field = FIELD.matcher(text(ByteBuffer.wrap(block, 0, length)));
        if (!field.find()) {
            return Optional.empty();
        }
        String title = LETTER.matcher(field.group(1)).replaceAll(StreamTitle::letter);
        return Optional.of(title.replaceAll("\\p{Cntrl}", "").strip());
    }

    private static String letter(MatchResult reference) {
        int letter = Integer.parseInt(reference.group(1));
        int type = Character.getType(letter);
        boolean valid =
                type != Character.UNASSIGNED
                        && type != Character.CONTROL
                        && type != Character.SURROGATE;
        return Matcher.quoteReplacement(valid ? Character.toString(letter) : reference.group());
    }

    /** UTF-8 if it can be, or else Latin-1: no server says which. */
    private static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1.decode(bytes).toString();
        }
    }
}
