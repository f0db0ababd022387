package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtmpExceptionTest {
    @ParameterizedTest
    @CsvSource({
        "NetStream.Publish.BadName, false",
        "NetStream.Publish.Denied, false",
        "NetConnection.Connect.Rejected, false",
        "NetConnection.Connect.InvalidApp, false",
        "NetConnection.Connect.Failed, true",
        "NetConnection.Connect.AppShutdown, true",
        "NetConnection.Connect.Closed, true",
        "NetStream.Unpublish.Success, true",
        "NetStream.Failed, true",
        "'', true",
    })
    void aRefusalOfTheStreamDoesNotHealAndAnEndDoes(String code, boolean heals) {
        assertEquals(heals, new RtmpException("refused", code, "").heals());
    }

    @Test
    void aLastingErrorHealsWithNoCode() {
        assertFalse(RtmpException.lasting("not trusted", "", "").heals());
    }

    @Test
    void thePeersWordsAreOneBoundedLine() {
        RtmpException error = new RtmpException("refused", "A\r\nB", "x".repeat(999));
        assertEquals("refused: A B (" + "x".repeat(200) + "…)", error.getMessage());
    }
}
