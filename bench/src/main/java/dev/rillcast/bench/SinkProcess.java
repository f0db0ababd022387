package dev.rillcast.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The bench's end of {@link Sink}, which runs in a JVM of its own. */
final class SinkProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final int port;

    private SinkProcess(Process process) throws IOException {
        this.process = process;
        this.answers = process.inputReader();
        this.port = Integer.parseInt(line());
    }

    /** Starts it and waits until it listens; it ends with this process. */
    static SinkProcess start() throws IOException {
        return start(0);
    }

    /** The same at a port of which a server knows already. */
    static SinkProcess start(int port) throws IOException {
        List<String> command =
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        System.getProperty("rillcast.bench.sources") + "/Sink.java",
                        String.valueOf(port));
        return new SinkProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Fetches a stream from a server that pushes nothing, as soon as there is something. */
    void play(String name, String url) throws IOException {
        process.outputWriter().append("play " + name + " " + url + "\n").flush();
    }

    List<Received> report() throws IOException {
        process.outputWriter().append("report\n").flush();
        List<Received> streams = new ArrayList<>();
        for (String line = line(); !line.equals("end"); line = line()) {
            streams.add(Received.parse(line));
        }
        return streams;
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the sink ended");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
