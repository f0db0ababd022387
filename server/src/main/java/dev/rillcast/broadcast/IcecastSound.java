package dev.rillcast.broadcast;

import dev.rillcast.icecast.IcecastException;
import dev.rillcast.icecast.IcecastSource;
import dev.rillcast.icecast.IcecastStream.Patience;
import dev.rillcast.output.IcecastMount;
import dev.rillcast.output.OutputPolicy.Refused;
import dev.rillcast.queue.FrameQueue;
import dev.rillcast.queue.NotSentException;
import dev.rillcast.report.TargetLog;
import dev.rillcast.rtmp.ScriptData;
import dev.rillcast.sound.PcmSource;
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

    private final IcecastSource source;
    private final Feed feed;
    private final TargetLog log;
    private final FrameQueue queue;
    private final Announcer announcer;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param queue of the output, which is woken for it and gets its titles
     */
    IcecastSound(
            IcecastMount mount, Feed feed, TargetLog log, FrameQueue queue, Announcer announcer) {
        this.feed = feed;
        this.log = log;
        this.queue = queue;
        this.announcer = announcer;
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

    /** Begins to listen; called on the output's thread, after which ours are named. */
    void start() {
        String name = Thread.currentThread().getName().replaceFirst("^output", "icecast");
        threads.add(Thread.ofVirtual().name(name).start(this::run));
        threads.add(Thread.ofVirtual().name(name + "-tick").start(this::tick));
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK);
                queue.handOver();
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
        announcer.silent("There is no Icecast sound: " + why + "; trying again.");
    }

    @Override
    public void back() {
        log.sourceBack(System.nanoTime());
        announcer.heard();
    }

    @Override
    public void title(String title) {
        if (!feed.terms().titles()) {
            return;
        }
        try {
            queue.offer(ScriptData.encode("onMetaData", Map.of("StreamTitle", title)));
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
