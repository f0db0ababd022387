package dev.rillcast.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One run: a fresh server, users who sign in and keep silent, and requests from one after the other
 * of them.
 *
 * @param home the checkout
 * @param folder for the server's log
 * @param rate requests in a second, of all users together
 * @param seconds that they are measured for
 * @param warmUp seconds of the same before
 */
record SignalRun(Path home, Path folder, int users, int rate, int seconds, int warmUp) {
    /** So many sign in at once. */
    private static final int BATCH = 50;

    private static final int SETTLE_MILLIS = 3_000;

    /** For the answers that are still to come. */
    private static final int REST_MILLIS = 1_000;

    SignalFigures measure() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        SignalAnswers answers = new SignalAnswers();
        try (HttpClient client = HttpClient.newHttpClient();
                ServerProcess server =
                        ServerProcess.start(home, folder.resolve("server.log"), 1935)) {
            URI address = URI.create("ws://127.0.0.1:" + server.port() + "/p/webrtcws");
            leave(signIn(client, address, answers, BATCH)); // classes, buffers, compiled code
            Thread.sleep(SETTLE_MILLIS);
            Memory before = Memory.of(server);
            List<SignalUser> signedIn = signIn(client, address, answers, users);
            try {
                Thread.sleep(SETTLE_MILLIS);
                Memory idle = Memory.of(server);
                ask(signedIn, warmUp);
                Thread.sleep(REST_MILLIS);
                answers.restart();
                double cpu = server.cpuSeconds();
                double[] late = ask(signedIn, seconds);
                cpu = server.cpuSeconds() - cpu;
                Thread.sleep(REST_MILLIS);
                for (int missing = late.length - answers.count(); missing > 0; missing--) {
                    answers.fault("requests had no answer");
                }
                return new SignalFigures(
                        (idle.heap - before.heap) / users,
                        (idle.resident - before.resident) / users,
                        before.resident / 1_024,
                        answers.count() / (double) seconds,
                        answers.millis(),
                        new Quantiles(late),
                        100 * cpu / seconds,
                        answers.faults());
            } finally {
                leave(signedIn);
                client.shutdownNow();
            }
        }
    }

    /** In kB, after a full collection. */
    private record Memory(double heap, double resident) {
        static Memory of(ServerProcess server) throws IOException, InterruptedException {
            server.command("GC.run");
            server.command("GC.run"); // what the first one only queued for release
            return new Memory(server.heapKilobytes(), server.megabytes() * 1_024);
        }
    }

    private static List<SignalUser> signIn(
            HttpClient client, URI address, SignalAnswers answers, int count) {
        List<SignalUser> users = new ArrayList<>();
        while (users.size() < count) {
            List<CompletableFuture<SignalUser>> batch = new ArrayList<>();
            for (int i = 0; i < Math.min(BATCH, count - users.size()); i++) {
                batch.add(SignalUser.signIn(client, address, answers));
            }
            batch.forEach(user -> users.add(user.orTimeout(30, TimeUnit.SECONDS).join()));
        }
        return users;
    }

    private static void leave(List<SignalUser> users) {
        users.forEach(SignalUser::leave);
    }

    /**
     * Requests at an even pace, whether or not the last one is answered: a stall counts for all
     * that were due meanwhile.
     *
     * @return how many milliseconds after its time each was sent: what the machine itself does to a
     *     thread that only waits
     */
    private double[] ask(List<SignalUser> from, int duration) {
        long begin = System.nanoTime();
        double[] late = new double[rate * duration];
        for (int i = 0; i < late.length; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            late[i] = (System.nanoTime() - due) / 1e6;
            from.get(i % from.size()).ask(due);
        }
        return late;
    }
}
