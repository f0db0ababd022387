package dev.rillcast.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The server under load, started by its launcher, and what the kernel tells about it. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern DROPPED = Pattern.compile("; ([1-9]\\d*) frames were dropped");

    /** The serial collector's generations, each with its total and what is used of it. */
    private static final Pattern HEAP_USED = Pattern.compile(" total \\d+K, used (\\d+)K");

    private final Process process;
    private final Path log;
    private final int port;
    private final int mediaPort;
    private final double secondsToReady;

    private ServerProcess(
            Process process, Path log, int port, int mediaPort, double secondsToReady) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.mediaPort = mediaPort;
        this.secondsToReady = secondsToReady;
    }

    /** Starts it on free ports of the loopback interface, with a sink to publish to. */
    static ServerProcess start(Path home, Path log, int sinkPort)
            throws IOException, InterruptedException {
        return start(home, log, sinkPort, false);
    }

    /**
     * The same.
     *
     * @param passthrough whether Opus that comes by WHIP goes out as it is
     */
    static ServerProcess start(Path home, Path log, int sinkPort, boolean passthrough)
            throws IOException, InterruptedException {
        return start(
                home,
                log,
                Map.of(
                        "RILLCAST_INGEST_ENABLED",
                        "false",
                        "RILLCAST_OUTPUTS_ALLOW",
                        "127.0.0.1:" + sinkPort,
                        "RILLCAST_WHIP_PASSTHROUGH",
                        String.valueOf(passthrough),
                        "RILLCAST_WHIP_OUTPUT",
                        "rtmp://127.0.0.1:" + sinkPort + "/live/{stream}"));
    }

    /** The same with its own ingest, by which the streams can be watched. */
    public static ServerProcess startWithIngest(Path home, Path log)
            throws IOException, InterruptedException {
        int port = freePort();
        return start(
                home,
                log,
                Map.of(
                        "RILLCAST_INGEST_PORT",
                        String.valueOf(port),
                        "RILLCAST_WHIP_OUTPUT",
                        "rtmp://127.0.0.1:" + port + "/live/{stream}"));
    }

    /**
     * Waits until it is ready.
     *
     * @param settings by the names of their variables
     */
    static ServerProcess start(Path home, Path log, Map<String, String> settings)
            throws IOException, InterruptedException {
        int port = freePort();
        int mediaPort = freePort(); // TCP, too
        ProcessBuilder builder = new ProcessBuilder(home.resolve("rillcast").toString());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(key -> key.startsWith("RILLCAST_"));
        environment.put("RILLCAST_JAVA_HOME", System.getProperty("java.home"));
        environment.put("RILLCAST_HTTP_HOST", "127.0.0.1");
        environment.put("RILLCAST_HTTP_PORT", String.valueOf(port));
        environment.put("RILLCAST_MEDIA_PORT", String.valueOf(mediaPort));
        environment.put("RILLCAST_MEDIA_ADDRESSES", "127.0.0.1");
        environment.put("RILLCAST_LIMITS_STREAMS", "0");
        environment.put("RILLCAST_LIMITS_CPU", "100");
        environment.putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        long from = System.nanoTime();
        Process process = builder.start();
        try {
            awaitReady(process, log);
            double seconds = (System.nanoTime() - from) / 1e9;
            return new ServerProcess(process, log, port, mediaPort, seconds);
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static void awaitReady(Process process, Path log)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.readString(log).contains("is ready")) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the server did not start, see " + log);
            }
            Thread.sleep(10);
        }
    }

    /** Free for TCP and UDP, and below the range from which clients get theirs. */
    private static int freePort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try (ServerSocket tcp = new ServerSocket();
                    DatagramSocket udp = new DatagramSocket(null)) {
                tcp.bind(address);
                udp.bind(address);
                return port;
            } catch (IOException taken) {
                // the next one then
            }
        }
        throw new IOException("no free port from 20000 to 29999");
    }

    /** Of HTTP. */
    public int port() {
        return port;
    }

    /** Of WebRTC's media, by UDP. */
    int mediaPort() {
        return mediaPort;
    }

    /** From the launcher's start to the line that says so. */
    double secondsToReady() {
        return secondsToReady;
    }

    /** User and system time of all threads so far. */
    double cpuSeconds() throws IOException {
        return Cpu.seconds(process.pid());
    }

    /** The processes that it has started and that still run. */
    List<ProcessHandle> children() {
        return process.toHandle().children().toList();
    }

    /** Resident memory. */
    double megabytes() throws IOException {
        return Cpu.megabytes(process.pid());
    }

    long pid() {
        return process.pid();
    }

    /** Frames that the server says it dropped, of all broadcasts that have ended. */
    long dropped() throws IOException {
        return DROPPED.matcher(Files.readString(log))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    /** Live objects and garbage; a collection before makes it live objects. */
    double heapKilobytes() throws IOException, InterruptedException {
        return HEAP_USED
                .matcher(command("GC.heap_info"))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    /** Runs one command of jcmd; what it said. */
    String command(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/jcmd");
        command.add(String.valueOf(process.pid()));
        command.addAll(List.of(words));
        Path out = Files.createTempFile("jcmd", ".txt");
        try {
            Process jcmd =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            if (!jcmd.waitFor(30, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
                jcmd.destroyForcibly();
                throw new IOException("jcmd failed: " + String.join(" ", words));
            }
            return Files.readString(out);
        } finally {
            Files.delete(out);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
