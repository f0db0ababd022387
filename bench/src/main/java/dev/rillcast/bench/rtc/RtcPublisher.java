package dev.rillcast.bench.rtc;

import dev.rillcast.rehearsal.RtcConnection;
import dev.rillcast.srtp.SrtpSender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a film in an endless loop, at an even pace, whether or not the server keeps up. When it is
 * asked for a key frame it goes on at the film's next one.
 */
public final class RtcPublisher implements AutoCloseable {
    private static final int MOST = 1_500;
    private static final int CLOCK = 90_000;
    private static final int SSRC = 0x0F11A000;
    private static final int SOUND_SSRC = 0x0F11A001;
    private static final int SOUND_TICKS = 960; // 20 ms at 48 kHz
    private static final long SOUND_NANOS = 20_000_000;
    private static final long SECOND = 1_000_000_000;

    private final Film film;
    private final List<byte[]> sound;
    private final int rate;
    private final RtcConnection connection;
    private final Thread thread = Thread.ofPlatform().name("rtc-out").unstarted(this::run);
    private volatile boolean keyFrameWanted;
    private volatile boolean stopped;
    private volatile long sent;
    private int sequence;
    private int soundSequence;

    /** Brings the server the offer, and gives its answer. */
    public interface Signalling {
        String answer(String offer) throws IOException, InterruptedException;
    }

    private RtcPublisher(Film film, List<byte[]> sound, int rate, int port, String answer)
            throws IOException {
        this.film = film;
        this.sound = sound;
        this.rate = rate;
        this.connection = new RtcConnection(port, answer, () -> keyFrameWanted = true);
    }

    /**
     * Connects and begins to send.
     *
     * @param rate pictures in a second
     * @param port of the server's media
     */
    public static RtcPublisher start(Film film, int rate, int port, Signalling signalling)
            throws IOException, InterruptedException {
        return start(film, List.of(), rate, port, signalling);
    }

    /**
     * The same with sound beside it.
     *
     * @param sound packets of Opus, of 20 ms each; none: video only
     * @param rate pictures in a second
     * @param port of the server's media
     */
    public static RtcPublisher start(
            Film film, List<byte[]> sound, int rate, int port, Signalling signalling)
            throws IOException, InterruptedException {
        String offer =
                sound.isEmpty()
                        ? RtcConnection.offer(film.codec())
                        : RtcConnection.offerWithSound(film.codec());
        String answer = signalling.answer(offer);
        RtcPublisher publisher = new RtcPublisher(film, sound, rate, port, answer);
        try {
            publisher.connection.connect();
        } catch (IOException | InterruptedException e) {
            publisher.connection.close();
            throw e;
        }
        publisher.thread.start();
        return publisher;
    }

    private void run() {
        long start = System.nanoTime();
        int at = 0;
        for (long number = 0; !stopped; number++) {
            long due = start + number * SECOND / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (number % rate == 0) {
                connection.check(); // for consent
            }
            if (keyFrameWanted && number > 0) {
                at = film.nextKey(at);
                keyFrameWanted = false;
            }
            sendSound(due - start);
            send(film.pictures().get(at).payloads(), number * CLOCK / rate);
            sent = number + 1;
            at = (at + 1) % film.pictures().size();
        }
    }

    /** All that is due by then, in nanoseconds since the start. */
    private void sendSound(long due) {
        for (; !sound.isEmpty() && soundSequence * SOUND_NANOS <= due; soundSequence++) {
            ByteBuffer packet = ByteBuffer.allocate(MOST + SrtpSender.RTP_TRAILER);
            packet.put((byte) 0x80).put((byte) RtcConnection.SOUND_TYPE);
            packet.putShort((short) soundSequence).putInt(soundSequence * SOUND_TICKS);
            packet.putInt(SOUND_SSRC).put(sound.get(soundSequence % sound.size()));
            connection.send(packet.array(), packet.position());
        }
    }

    private void send(List<byte[]> payloads, long time) {
        for (int i = 0; i < payloads.size(); i++) {
            boolean last = i + 1 == payloads.size();
            ByteBuffer packet = ByteBuffer.allocate(MOST + SrtpSender.RTP_TRAILER);
            packet.put((byte) 0x90).put((byte) (last ? 0xE0 : 0x60)).putShort((short) sequence);
            packet.putInt((int) time).putInt(SSRC);
            // RFC 8285 4.2: one word of extension, id 3 with two bytes, one of padding
            packet.putInt(0xBEDE0001).put((byte) 0x31).putShort((short) sequence).put((byte) 0);
            packet.put(payloads.get(i));
            connection.send(packet.array(), packet.position());
            sequence++;
        }
    }

    /** Ends the film; what was sent is still on its way through the server. */
    public void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    /** Pictures so far. */
    public long sent() {
        return sent;
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        connection.close();
    }
}
