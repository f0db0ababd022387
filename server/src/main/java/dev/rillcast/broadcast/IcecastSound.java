package dev.rillcast.broadcast;

import dev.rillcast.icecast.IcecastException;
import dev.rillcast.icecast.IcecastSource;
import dev.rillcast.icecast.IcecastStream.Patience;
import dev.rillcast.media.DataMessage;
import dev.rillcast.output.IcecastMount;
import dev.rillcast.output.OutputPolicy.Refused;
import dev.rillcast.queue.NotSentException;
import dev.rillcast.report.TargetLog;
import dev.rillcast.rtmp.ScriptData;
import dev.rillcast.transcode.PcmSource;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sound of an Icecast stream in one output, in the microphone's place. */
final class IcecastSound implements IcecastSource.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IcecastSound.class);

    /** A picture that stands still, and has no microphone beside it, wakes an output too seldom. */
    private static final Duration TICK = Duration.ofMillis(100);

    /** What an output hears of it, on threads of its own. */
    interface Listener {
        /** It is time to take some sound. */
        void due();

        /**
         * @param text a sentence for people
         */
        void lost(String text);

        void back();

        void title(DataMessage message) throws NotSentException;
    }

    private final IcecastSource source;
    private final Feed feed;
    private final TargetLog log;
    private final Listener listener;
    private final List<Thread> threads = new ArrayList<>();

    IcecastSound(IcecastMount mount, Feed feed, TargetLog log, Listener listener) {
        this.feed = feed;
        this.log = log;
        this.listener = listener;
        IcecastSource.Terms terms =
                new IcecastSource.Terms(
                        feed.policy().trust(),
                        feed.transcoders().encoder().ffmpeg(),
                        Patience.STANDARD);
        source = new IcecastSource(mount.url(), (_, _) -> address(mount), terms, this);
    }

    private InetAddress address(IcecastMount mount) throws IcecastException {
        try {
            return mount.address(feed.policy());
        } catch (Refused e) {
            throw new IcecastException(String.valueOf(e.getMessage()));
        }
    }

    PcmSource pcm() {
        return source.sound();
    }

    /**
     * Begins to listen.
     *
     * @param name of the thread that does
     */
    void start(String name) {
        threads.add(Thread.ofVirtual().name(name).start(this::run));
        threads.add(Thread.ofVirtual().name(name + "-tick").start(this::tick));
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK);
                listener.due();
            }
        } catch (InterruptedException e) {
            // the broadcast is over
        }
    }

    private void run() {
        try {
            source.run();
        } catch (InterruptedException e) {
            // the broadcast is over
        } catch (RuntimeException | Error e) {
            LOG.error("the Icecast stream broke", e);
            lost("an error within the server");
        }
    }

    @Override
    public void lost(String why) {
        log.sourceLost(why, System.nanoTime());
        listener.lost("There is no Icecast sound: " + why + "; trying again.");
    }

    @Override
    public void back() {
        log.sourceBack(System.nanoTime());
        listener.back();
    }

    @Override
    public void title(String title) {
        if (!feed.terms().titles()) {
            return;
        }
        try {
            listener.title(ScriptData.encode("onMetaData", Map.of("StreamTitle", title)));
        } catch (NotSentException e) {
            // those who watch miss it
        }
    }

    /** Ends it; does not wait for that. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
