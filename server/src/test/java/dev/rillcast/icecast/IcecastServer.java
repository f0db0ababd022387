package dev.rillcast.icecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An Icecast on the loopback address, and those who send to it. Needs the program icecast2 of the
 * package of that name; all that it writes is in the test's folder.
 */
public final class IcecastServer implements AutoCloseable {
    private static final String PASSWORD = "hackme";

    private static final String NOT_ROOT =
            "<changeowner><user>nobody</user><group>nogroup</group></changeowner>";

    /** What a mount plays. */
    public enum Encoding {
        MP3("libmp3lame", "mp3", "audio/mpeg"),
        AAC("aac", "adts", "audio/aac"),
        VORBIS("libvorbis", "ogg", "application/ogg"),
        OPUS("libopus", "ogg", "application/ogg");

        private final String encoder;
        private final String format;
        private final String type;

        Encoding(String encoder, String format, String type) {
            this.encoder = encoder;
            this.format = format;
            this.type = type;
        }
    }

    private final Path directory;
    private final int port;
    private final Program program;

    private IcecastServer(Path directory, int port, Program program) {
        this.directory = directory;
        this.port = port;
        this.program = program;
    }

    /** As it comes; but it refuses to be root. */
    private static String configuration(int port, Path folder, String owner) {
        return """
                <icecast>
                  <limits><clients>20</clients><sources>5</sources><burst-size>65535</burst-size></limits>
                  <authentication>
                    <source-password>%1$s</source-password>
                    <admin-user>admin</admin-user>
                    <admin-password>%1$s</admin-password>
                  </authentication>
                  <hostname>localhost</hostname>
                  <listen-socket><port>%2$d</port><bind-address>127.0.0.1</bind-address></listen-socket>
                  <paths>
                    <logdir>%3$s</logdir>
                    <webroot>/usr/share/icecast2/web</webroot>
                    <adminroot>/usr/share/icecast2/admin</adminroot>
                  </paths>
                  <logging><accesslog>-</accesslog><errorlog>-</errorlog></logging>
                  <security>%4$s</security>
                </icecast>
                """
                .formatted(PASSWORD, port, folder, owner);
    }

    /** Returns when it answers; another program may be faster to take its port. */
    public static IcecastServer start(Path directory) throws Exception {
        for (int i = 0; ; i++) {
            try {
                return startOnce(directory);
            } catch (AssertionError taken) {
                if (i == 3) {
                    throw taken;
                }
            }
        }
    }

    private static IcecastServer startOnce(Path directory) throws Exception {
        Path folder = Files.createTempDirectory(directory, "icecast");
        int port = Program.freePort();
        String owner = "root".equals(System.getProperty("user.name")) ? NOT_ROOT : "";
        Path file = folder.resolve("icecast.xml");
        Files.writeString(file, configuration(port, folder, owner));
        Program program = new Program(folder, "icecast2", "-c", file.toString());
        IcecastServer server = new IcecastServer(folder, port, program);
        try {
            return program.eventually(server::answers);
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    private IcecastServer answers() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            if (!answer.contains("Server: Icecast")) {
                throw new IOException("another server answers");
            }
        }
        return this;
    }

    /** Where a mount is listened to. */
    public String url(String mount) {
        return "http://127.0.0.1:" + port + "/" + mount;
    }

    /**
     * Plays a tone on a mount, until it is closed.
     *
     * @param pitch in hertz
     */
    public Program play(String mount, Encoding encoding, int pitch) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("ffmpeg", "-v", "error", "-re", "-f", "lavfi"));
        command.addAll(List.of("-i", "sine=" + pitch + ":r=44100", "-af", "volume=6", "-ac", "2"));
        command.addAll(List.of("-c:a", encoding.encoder, "-b:a", "128k", "-f", encoding.format));
        command.addAll(List.of("-content_type", encoding.type, "-flush_packets", "1"));
        command.add("icecast://source:" + PASSWORD + "@127.0.0.1:" + port + "/" + mount);
        return new Program(directory, command.toArray(String[]::new));
    }

    /** Says what a mount plays, as radio automation does; only MP3 and AAC carry that. */
    public void title(String mount, String title) throws Exception {
        String song = URLEncoder.encode(title, UTF_8);
        String query = "mode=updinfo&charset=UTF-8&mount=/" + mount + "&song=" + song;
        URI uri = URI.create(url("admin/metadata?" + query));
        byte[] login = ("admin:" + PASSWORD).getBytes(UTF_8);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri)
                            .header(
                                    "Authorization",
                                    "Basic " + Base64.getEncoder().encodeToString(login))
                            .build();
            assertEquals(200, client.send(request, BodyHandlers.ofString()).statusCode());
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
