package dev.rillcast.bench;

import dev.rillcast.bench.rtc.Film;
import dev.rillcast.bench.rtc.RtcPublisher;
import dev.rillcast.link.Impairment;
import dev.rillcast.link.LinkEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A place where one broadcast after the other begins, has its troubles, and ends. */
final class SoakSeat implements AutoCloseable {
    /** The tally's word for it. */
    static final String FAILED = "did not come about";

    private static final int RATE = 30;
    private static final int MOST_TROUBLES = 4;
    private static final int MOST_MILLIS = 4_000;
    private static final Impairment BAD =
            Impairment.NONE
                    .withBursts(0.1, 3)
                    .withDelay(Duration.ofMillis(40), Duration.ofMillis(30));

    /** Nobody listens there. */
    private static final int CLOSED_PORT = 1;

    private final String name;
    private final Stage stage;
    private final Random random;
    private final LinkEmulator network;
    private final LinkEmulator ingest;
    private int broadcasts;

    /**
     * What all of them have in common.
     *
     * @param films some more than once, so that they are shown more often
     * @param sound packets of Opus, 20 ms each
     * @param whipIngest the way to the ingest for all that comes by WHIP
     */
    record Stage(
            ServerProcess server,
            HttpClient client,
            List<Film> films,
            List<byte[]> sound,
            LinkEmulator whipIngest,
            SoakTally tally) {}

    private enum Trouble {
        CUT("networks cut off"),
        LOSS("networks made lossy"),
        ROAM("networks changed"),
        INGEST_LOST("ingests lost"),
        INGEST_HANGS("ingests stalled");

        private final String title;

        Trouble(String title) {
            this.title = title;
        }
    }

    private enum End {
        STOP("ended in order"),
        LEAVE("left without a word"),
        VANISH("vanished with their network");

        private final String title;

        End(String title) {
            this.title = title;
        }
    }

    /**
     * @param sink the ingest's address
     * @param seed of what happens here
     */
    SoakSeat(String name, Stage stage, InetSocketAddress sink, long seed) throws IOException {
        this.name = name;
        this.stage = stage;
        this.random = new Random(seed);
        InetSocketAddress media =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.server.mediaPort());
        this.network = LinkEmulator.open(media, random.nextLong());
        this.ingest = LinkEmulator.open(sink, random.nextLong());
    }

    /** Until a moment, {@link System#nanoTime()}; what has begun by then comes to its end. */
    void run(long deadline) throws InterruptedException {
        while (System.nanoTime() < deadline) {
            stage.tally.count("broadcasts");
            try {
                broadcast();
            } catch (IOException e) {
                stage.tally.count(FAILED, e);
                Thread.sleep(1_000);
            } finally {
                network.mend();
                network.roam(); // the next one has other ports
                impair(Impairment.NONE);
            }
        }
    }

    private void broadcast() throws IOException, InterruptedException {
        Film film = stage.films.get(random.nextInt(stage.films.size()));
        boolean whip = random.nextInt(3) == 0;
        boolean refused = !whip && random.nextInt(8) == 0;
        End end = End.values()[random.nextInt(End.values().length)];
        int troubles = random.nextInt(MOST_TROUBLES + 1);
        try (SoakUser user = user(whip, refused)) {
            RtcPublisher publisher = publish(film, user);
            try {
                pass();
                for (int i = 0; i < troubles; i++) {
                    trouble(whip ? stage.whipIngest : ingest);
                    pass();
                }
                end(end, user);
            } finally {
                publisher.stop();
                publisher.close();
            }
        } catch (RefusedStart expected) {
            if (!refused) {
                throw expected;
            }
            stage.tally.count("refused by their ingest, as they should be");
        }
    }

    private SoakUser user(boolean whip, boolean refused) throws IOException, InterruptedException {
        String stream = name + "-" + broadcasts++;
        if (whip) {
            return new SoakUser.OfWhip(stage.client, stage.server, stream);
        }
        int port = refused ? CLOSED_PORT : ingest.address().getPort();
        String output = "rtmp://127.0.0.1:" + port + "/live/" + stream;
        return SoakUser.OfSdk.signIn(stage.client, stage.server, output);
    }

    /** The server has said no. */
    private static final class RefusedStart extends IOException {
        private static final long serialVersionUID = 1;

        RefusedStart(IOException why) {
            super(why.getMessage(), why);
        }
    }

    private RtcPublisher publish(Film film, SoakUser user)
            throws IOException, InterruptedException {
        int port = network.address().getPort();
        return RtcPublisher.start(
                film,
                stage.sound,
                RATE,
                port,
                offer -> {
                    try {
                        return user.answer(offer);
                    } catch (IOException e) {
                        throw new RefusedStart(e);
                    }
                });
    }

    private void trouble(LinkEmulator way) throws InterruptedException {
        Trouble trouble = Trouble.values()[random.nextInt(Trouble.values().length)];
        stage.tally.count(trouble.title);
        switch (trouble) {
            case CUT -> hold(network);
            case LOSS -> {
                impair(BAD);
                pass();
                impair(Impairment.NONE);
            }
            case ROAM -> network.roam();
            case INGEST_LOST -> way.cutTcp();
            case INGEST_HANGS -> hold(way);
        }
    }

    private void impair(Impairment impairment) {
        network.up(impairment);
        network.down(impairment);
    }

    private void hold(LinkEmulator link) throws InterruptedException {
        link.cut();
        try {
            pass();
        } finally {
            link.mend();
        }
    }

    private void end(End end, SoakUser user) throws InterruptedException {
        stage.tally.count(end.title);
        if (end == End.VANISH) {
            network.cut();
        } else if (end == End.STOP) {
            try {
                user.stop();
            } catch (IOException over) {
                stage.tally.count("had ended before", over);
            }
        }
    }

    private void pass() throws InterruptedException {
        Thread.sleep(random.nextInt(MOST_MILLIS));
    }

    @Override
    public void close() {
        network.close();
        ingest.close();
    }
}
