package dev.rillcast.icecast;

import dev.rillcast.Program;
import dev.rillcast.icecast.IcecastServer.Encoding;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's Icecast, with ffmpeg as the one who plays. */
@Timeout(90)
class RealIcecastTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(names = "AAC")
    void soundComesAndGoesAsTheMountPlays(Encoding encoding) throws Exception {
        try (IcecastServer server = IcecastServer.start(directory);
                Listened listened = new Listened(IcecastUrl.parse(server.url("live")))) {
            listened.assertTold("lost: the Icecast server has no such stream now");
            try (Program _ = server.play("live", encoding, 1_000)) {
                listened.awaitPitch(1_000);
                listened.assertTold("back");
            }
            listened.assertTold("lost: the Icecast stream has ended");
            listened.awaitPitch(0);
            try (Program _ = server.play("live", encoding, 2_000)) {
                listened.awaitPitch(2_000);
                listened.assertTold("back");
            }
        }
    }

    @Test
    void itsTitlesAreTold() throws Exception {
        try (IcecastServer server = IcecastServer.start(directory);
                Program _ = server.play("live", Encoding.MP3, 1_000);
                Listened listened = new Listened(IcecastUrl.parse(server.url("live")))) {
            listened.awaitPitch(1_000);
            server.title("live", "Größe - Don't; 日本");
            listened.awaitTold("title: Größe - Don't; 日本");
            server.title("live", "Other");
            listened.awaitTold("title: Other");
        }
    }
}
