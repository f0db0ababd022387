package dev.rillcast.broadcast;

import dev.rillcast.broadcast.TargetStatus.Stage;
import dev.rillcast.report.TargetLog;
import dev.rillcast.report.TargetVideo;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells how a target is doing: the page, and its log where that keeps it. Called by the target's
 * threads.
 */
final class Announcer {
    private final int number;
    private final Consumer<TargetStatus> page;
    private final Supplier<Optional<TargetVideo>> video;
    private final TargetLog log;
    private volatile boolean live; // on the present connection
    private volatile String silence = ""; // why the Icecast stream is not heard

    /**
     * @param number of the target
     * @param video how it gets its video, as soon as that is decided
     */
    Announcer(
            int number,
            Consumer<TargetStatus> page,
            Supplier<Optional<TargetVideo>> video,
            TargetLog log) {
        this.number = number;
        this.page = page;
        this.video = video;
        this.log = log;
    }

    void connecting() {
        tell(Stage.SIGNALLING, "Connecting to the ingest.");
    }

    /** The publisher's media can flow. */
    void connected() {
        tell(Stage.CONNECTED, "The browser is connected.");
    }

    /** A frame has gone out, for the first time on this connection. */
    void broadcasting() {
        live = true;
        log.broadcasting(System.nanoTime());
        tell(Stage.BROADCASTING, ("Live. " + silence).strip());
    }

    /** The connection to the ingest is over. */
    void disconnected() {
        live = false;
        log.disconnected();
    }

    void retrying(String why, int attempt, Duration wait) {
        log.lost(why, System.nanoTime());
        String text = why + "; trying again";
        page.accept(new TargetStatus(number, Stage.RECONNECTING, text, video.get(), attempt, wait));
    }

    void slow() {
        String text = "The ingest takes less than comes, so that frames are dropped.";
        log.slow(text, System.nanoTime());
        tellIfLive(text);
    }

    void caughtUp() {
        tellIfLive("The ingest has caught up.");
    }

    /** Its transcoder goes on after a failure. */
    void restarted(String why) {
        log.restarted(why, System.nanoTime());
        tellIfLive("The transcoder was restarted: " + why + ".");
    }

    /**
     * @param text a sentence for people
     */
    void silent(String text) {
        silence = text;
        tellIfLive(text);
    }

    /** The Icecast stream is heard again. */
    void heard() {
        silence = "";
        tellIfLive("The Icecast stream is heard.");
    }

    /** A target that is not live is in another state, which this must not seem to end. */
    private void tellIfLive(String text) {
        if (live) {
            tell(Stage.BROADCASTING, text);
        }
    }

    private void tell(Stage stage, String text) {
        page.accept(new TargetStatus(number, stage, text, video.get()));
    }
}
