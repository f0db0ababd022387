package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.transcode.Rendition;
import dev.rillcast.transcode.TranscoderFigures;
import dev.rillcast.transcode.Transcoders;
import dev.rillcast.transcode.VideoTranscoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transcoder of a broadcast, and the outputs that get what it makes: it decodes once, and
 * encodes once for all who want the same.
 */
final class SharedTranscoder implements VideoTranscoder.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(SharedTranscoder.class);

    /** One of its renditions, and who gets that. */
    private record Share(Rendition rendition, List<Output> outputs) {}

    private final boolean dropFrames;
    private final Runnable wantKeyFrame;
    private final List<Share> shares = new ArrayList<>(); // grows before it begins only
    private final Transcoders.Slot slot;
    private volatile Optional<VideoTranscoder> transcoder = Optional.empty();
    private volatile boolean over;

    /**
     * @param dropFrames whether frames may be dropped rather than delayed
     * @param wantKeyFrame asks the publisher for one; called on any thread
     */
    SharedTranscoder(boolean dropFrames, Transcoders.Slot slot, Runnable wantKeyFrame) {
        this.dropFrames = dropFrames;
        this.slot = slot;
        this.wantKeyFrame = wantKeyFrame;
    }

    /**
     * Gives an output what it wants.
     *
     * @return which rendition that is; empty if it can't be, since others have begun without it, or
     *     it is over
     */
    OptionalInt join(Output output, Rendition rendition, boolean mayDrop) {
        if (mayDrop != dropFrames || over) {
            return OptionalInt.empty();
        }
        List<Rendition> renditions = shares.stream().map(Share::rendition).toList();
        int same = renditions.indexOf(rendition);
        if (same >= 0) {
            shares.get(same).outputs.add(output);
            return OptionalInt.of(same);
        }
        if (transcoder.isPresent()) {
            return OptionalInt.empty();
        }
        shares.add(new Share(rendition, new CopyOnWriteArrayList<>(List.of(output))));
        return OptionalInt.of(renditions.size());
    }

    /** An output needs it no more; with the last one it ends. */
    void leave(Output output) {
        shares.forEach(share -> share.outputs.remove(output));
        if (shares.stream().allMatch(share -> share.outputs.isEmpty())) {
            close();
        }
    }

    /** Begins its life, on a thread of its own. */
    void start(String id, Transcoders transcoders, Codec input) {
        List<Rendition> renditions = shares.stream().map(Share::rendition).toList();
        VideoTranscoder begun =
                new VideoTranscoder(transcoders.encoder(), input, renditions, dropFrames, this);
        transcoder = Optional.of(begun);
        Thread.ofVirtual().name("transcoder-" + id).start(() -> run(id, begun));
    }

    private void run(String id, VideoTranscoder begun) {
        try (slot) {
            begun.run().ifPresent(why -> fail(id, why));
        } catch (InterruptedException e) {
            fail(id, "the server stops");
        } catch (RuntimeException | Error e) { // else nobody would hear of its end
            LOG.error("the transcoder of broadcast {} broke", id, e);
            fail(id, "an error within the server");
        }
    }

    private void fail(String id, String why) {
        over = true;
        LOG.warn("the transcoder of broadcast {} failed: {}", id, why);
        Failure failure = Failure.server("the transcoder failed: " + why);
        shares.forEach(share -> share.outputs.forEach(output -> output.fail(failure)));
    }

    /** Takes a picture of the publisher's, on the door's thread. */
    void offer(Frame frame) {
        transcoder.ifPresent(begun -> begun.offer(frame));
    }

    /** What follows comes by another connection; nothing of before comes out any more. */
    void discontinuity() {
        transcoder.ifPresent(VideoTranscoder::discontinuity);
    }

    /** Ends it; may be called more than once, and before it began. */
    void close() {
        over = true;
        transcoder.ifPresentOrElse(VideoTranscoder::close, slot::close);
    }

    /** Whether anybody gets anything of it. */
    boolean serves() {
        return !over;
    }

    Optional<TranscoderFigures> figures() {
        return transcoder.map(VideoTranscoder::figures);
    }

    @Override
    public void frame(int rendition, Frame frame) {
        for (Output output : shares.get(rendition).outputs) {
            output.transcoded(frame);
        }
    }

    @Override
    public void wantKeyFrame() {
        wantKeyFrame.run();
    }

    @Override
    public void restarted(String why) {
        slot.restarted();
        shares.forEach(share -> share.outputs.forEach(output -> output.transcoderRestarted(why)));
    }
}
