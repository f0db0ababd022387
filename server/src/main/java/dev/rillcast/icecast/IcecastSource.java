package dev.rillcast.icecast;

import dev.rillcast.icecast.IcecastStream.Patience;
import dev.rillcast.sound.PcmRing;
import dev.rillcast.sound.PcmSource;
import dev.rillcast.tls.Trust;
import dev.rillcast.transcode.SoundDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sound of an Icecast stream, for as long as somebody wants it: listens, decodes in a child
 * process, and tries again whenever that comes to an end. {@link #run} is its whole life, on a
 * virtual thread; an interrupt ends it.
 */
public final class IcecastSource {
    private static final Logger LOG = LoggerFactory.getLogger(IcecastSource.class);

    private static final long FIRST_MILLIS = 500;

    /** With the jitter of a quarter: ten seconds at most. */
    private static final long LAST_MILLIS = 8_000;

    /** A stream that lasts no longer has not come back. */
    private static final long STEADY = 10_000_000_000L;

    private static final Duration TICK = Duration.ofMillis(500);
    private static final int PIECE = 4_096;

    /** What is told, on the source's thread. */
    public interface Listener {
        /**
         * There is no sound any more, or none yet; it is tried again until there is. Told once.
         *
         * @param why for people, without any secret
         */
        void lost(String why);

        /** After {@link #lost}: there is sound again, or for the first time. */
        void back();

        /** The stream's title, when that changes; may be empty. */
        void title(String title);
    }

    /** Says where a host is, each time that it is connected to. */
    public interface Resolver {
        /**
         * @throws IcecastException if it may not be connected to, or is not known
         */
        InetAddress resolve(String host, int port) throws IcecastException;
    }

    /**
     * What all sources share.
     *
     * @param trust of servers behind {@code https://}
     * @param ffmpeg the executable that decodes
     */
    public record Terms(Trust trust, Path ffmpeg, Patience patience) {}

    private final IcecastUrl url;
    private final Resolver resolver;
    private final Terms terms;
    private final Listener listener;
    private final PcmRing ring = new PcmRing(System::nanoTime);
    private final PendingTitle title = new PendingTitle();
    private int attempt;
    private boolean lost;
    private long seen; // of what the ring was written
    private long seenAt;

    public IcecastSource(IcecastUrl url, Resolver resolver, Terms terms, Listener listener) {
        this.url = url;
        this.resolver = resolver;
        this.terms = terms;
        this.listener = listener;
    }

    /** What is heard; silence while there is no stream. */
    public PcmSource sound() {
        return ring;
    }

    /** Listens until the thread is interrupted. */
    public void run() throws InterruptedException {
        while (true) {
            long began = System.nanoTime();
            String why = listen();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!lost) {
                lost = true;
                listener.lost(why);
                if (System.nanoTime() - began > STEADY) {
                    attempt = 0;
                }
            }
            Thread.sleep(pause());
        }
    }

    private Duration pause() {
        long step = Math.min(FIRST_MILLIS << Math.min(attempt++, 10), LAST_MILLIS);
        return Duration.ofMillis(step + RandomGenerator.getDefault().nextLong(step / 4));
    }

    /** One connection; returns why it ended. */
    private String listen() throws InterruptedException {
        try (IcecastStream stream =
                        new IcecastStream(
                                url,
                                resolver.resolve(url.host(), url.port()),
                                terms.trust(),
                                terms.patience(),
                                text -> title.offer(text, ring.written()));
                SoundDecoder decoder = decoder(stream.format())) {
            ring.begin();
            seen = ring.written();
            seenAt = System.nanoTime();
            copy(stream, decoder);
            return "the Icecast stream has ended";
        } catch (IcecastException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private SoundDecoder decoder(AudioFormat format) throws IcecastException {
        try {
            return new SoundDecoder(terms.ffmpeg(), format.demuxer(), ring);
        } catch (IOException e) {
            LOG.error("the decoder of an Icecast stream can't be started", e);
            throw new IcecastException("the decoder of the Icecast stream can't be started");
        }
    }

    private void copy(IcecastStream stream, SoundDecoder decoder)
            throws IcecastException, InterruptedException {
        byte[] bytes = new byte[PIECE];
        for (int n = stream.read(bytes); n >= 0; n = stream.read(bytes)) {
            do {
                if (decoder.ended(Duration.ZERO)) {
                    throw undecodable(decoder);
                }
                watch(decoder);
            } while (!decoder.feed(bytes, n, TICK));
        }
        while (!decoder.finish(TICK) && !decoder.ended(Duration.ZERO)) {
            watch(decoder);
        }
        while (!decoder.ended(TICK)) {
            watch(decoder);
        }
        watch(decoder);
    }

    /** Tells of sound and titles; gives up on a stream, or a child, that brings no sound. */
    private void watch(SoundDecoder decoder) throws IcecastException {
        long now = System.nanoTime();
        long written = ring.written();
        if (written > seen && lost) {
            lost = false;
            listener.back();
        }
        if (written > seen || ring.full()) {
            seen = written;
            seenAt = now;
        } else if (now - seenAt > terms.patience().silence().toNanos()) {
            throw undecodable(decoder);
        }
        title.due(ring.heard(), now).ifPresent(listener::title);
    }

    private IcecastException undecodable(SoundDecoder decoder) {
        LOG.info("the decoder of {} says: {}", url, decoder.said());
        return new IcecastException("what the Icecast server sends can't be decoded");
    }
}
