package dev.rillcast.transcode;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that transcodes until it is killed: prints the child's process id when it works. */
final class LonelyTranscoder {
    private LonelyTranscoder() {}

    public static void main(String... arguments) throws Exception {
        byte[] key = Files.readAllBytes(Path.of(arguments[0]));
        try (Transcoded transcoded = new Transcoded(Codec.VP8, Transcoded.PLAIN)) {
            transcoded.transcoder.offer(new Frame(Codec.VP8, true, 0, 0, key, 0, key.length));
            transcoded.await(1);
            System.out.println(Transcoded.children().getFirst().pid());
            Thread.currentThread().join(); // for ever
        }
    }
}
