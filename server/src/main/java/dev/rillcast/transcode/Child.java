package dev.rillcast.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One ffmpeg process: its sockets in a directory that only we may enter, and what it says.
 *
 * <p>Sockets and no pipes, for two reasons: a pipe holds 64 kB, which is a third of a second of
 * video that nobody sees waiting; and a virtual thread that reads a pipe keeps a carrier.
 */
final class Child implements AutoCloseable {
    /** So that two frames, and no more, can lie in the way. */
    private static final int SEND_BUFFER = 16 << 10;

    private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));

    private final Path directory;
    private final List<ServerSocketChannel> sockets = new ArrayList<>(); // the input's is first
    private final LastLines log;
    private final Process process;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    /**
     * Starts it.
     *
     * @param command as {@link FfmpegCommand} makes it
     * @param log where its standard error goes
     * @throws IOException when it can't be started
     */
    Child(List<String> command, int renditions, LastLines log) throws IOException {
        this.log = log;
        directory = Files.createTempDirectory("rillcast-"); // mode 0700
        try {
            for (int i = -1; i < renditions; i++) {
                sockets.add(listen(name(i)));
            }
            process = start(command);
        } catch (IOException | RuntimeException e) {
            stopListening();
            removeFiles();
            throw e;
        }
        // A pipe is read on a platform thread: a virtual one would keep its carrier.
        Thread _ = Thread.ofPlatform().daemon().name("transcoder-log").start(this::awaitExit);
    }

    private static String name(int rendition) {
        return rendition < 0 ? "in" : Integer.toString(rendition);
    }

    private ServerSocketChannel listen(String name) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(UnixDomainSocketAddress.of(directory.resolve(name)), 1);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The environment could say where to write logs, or which libraries to load: it has none. */
    private Process start(List<String> command) throws IOException {
        List<String> niced = new ArrayList<>();
        NICE.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .ifPresent(nice -> niced.addAll(List.of(nice.toString(), "-n", "5")));
        niced.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(niced).directory(directory.toFile());
        builder.environment().clear();
        builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(Redirect.DISCARD);
        return builder.start();
    }

    private void awaitExit() {
        readLog();
        int code = process.onExit().join().exitValue();
        stopListening(); // nobody need wait any more for it to connect
        exit.complete(code);
    }

    private void readLog() {
        byte[] buffer = new byte[4_096];
        try (InputStream errors = process.getErrorStream()) {
            for (int count; (count = errors.read(buffer)) >= 0; ) {
                log.append(buffer, count);
            }
        } catch (IOException closed) {
            // It has ended.
        }
    }

    /**
     * Waits until it reads.
     *
     * @throws IOException when it ends before
     */
    SocketChannel input() throws IOException {
        SocketChannel channel = accept(-1);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
        return channel;
    }

    /**
     * Waits until it writes a rendition.
     *
     * @throws IOException when it ends before
     */
    InputStream output(int rendition) throws IOException {
        return Channels.newInputStream(accept(rendition));
    }

    private SocketChannel accept(int rendition) throws IOException {
        try (ServerSocketChannel socket = sockets.get(rendition + 1)) {
            return socket.accept();
        } finally {
            // A server that is killed later leaves nothing behind.
            Files.deleteIfExists(directory.resolve(name(rendition)));
            boolean _ = directory.toFile().delete(); // when it is empty
        }
    }

    /** Completed with its exit code, when all that it said has been read. */
    CompletableFuture<Integer> exit() {
        return exit;
    }

    /** Ends it at once, so that nobody waits for it any more. */
    void kill() {
        var _ = process.destroyForcibly();
        stopListening();
    }

    private void stopListening() {
        for (ServerSocketChannel socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed either way.
            }
        }
    }

    /** Kills it, waits for its end, and leaves nothing behind. */
    @Override
    public void close() {
        kill();
        var _ = exit.join();
        removeFiles();
    }

    private void removeFiles() {
        for (int i = -1; i < sockets.size(); i++) {
            boolean _ = directory.resolve(name(i)).toFile().delete();
        }
        boolean _ = directory.toFile().delete();
    }
}
