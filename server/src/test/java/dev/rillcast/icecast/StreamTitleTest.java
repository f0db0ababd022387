package dev.rillcast.icecast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamTitleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "StreamTitle='Ada - Song'; | Ada - Song",
                "StreamTitle='Ada - Song';StreamUrl='http://h/'; | Ada - Song",
                "StreamUrl='';StreamTitle='Song'; | Song",
                "StreamTitle=''; | \"\"",
                "StreamTitle='Don't Stop'; | Don't Stop",
                "StreamTitle='It's 'this'; and that'; | It's 'this'; and that",
                "StreamTitle='A';B='c'; | A",
                "StreamTitle='no semicolon' | no semicolon",
                "StreamTitle='Größe 日本 😀'; | Größe 日本 😀",
                "StreamTitle='&#26085;&#128512; &#36; &amp; &#7; &#9999999;'; "
                        + "| 日😀 $ &amp; &#7; &#9999999;",
                "\"StreamTitle=' a\tb\nc\u0007\u001B[31m ';\" | abc[31m",
            })
    void theTitleIsWhatStandsBetweenItsQuotes(String block, String title) {
        assertEquals(Optional.of(title), parse(block.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({"''", "StreamUrl='x';", "StreamTitle=", "StreamTitle='never closed", "x"})
    void aBlockWithoutATitleSaysNothing(String block) {
        assertEquals(Optional.empty(), parse(block.getBytes(UTF_8)));
    }

    @Test
    void whatIsNotUtf8IsLatin1() {
        assertEquals(Optional.of("Größe"), parse("StreamTitle='Größe';".getBytes(ISO_8859_1)));
    }

    @Test
    void aBlockMadeToBeSlowIsRead() {
        byte[] slow = "StreamTitle='".concat("';a ".repeat(1_016)).getBytes(UTF_8);
        assertEquals(Optional.empty(), StreamTitle.parse(slow));
        byte[] blank = "StreamTitle='".concat("';".concat(" ".repeat(4_060))).getBytes(UTF_8);
        assertEquals(Optional.of(""), StreamTitle.parse(blank));
    }

    private static Optional<String> parse(byte[] block) {
        return StreamTitle.parse(Arrays.copyOf(block, block.length + 15));
    }
}
