package dev.rillcast.icecast;

import dev.rillcast.tls.TimedInput;
import dev.rillcast.tls.TimedSocket;
import dev.rillcast.tls.TlsChannel;
import dev.rillcast.tls.TlsException;
import dev.rillcast.tls.Trust;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * One connection to a server, from which the sound comes as it was encoded. One thread reads; any
 * may close, which ends a read.
 *
 * <p>The request is HTTP/1.0, which every server understands, and none answers in chunks. Redirects
 * are not followed: the operator or the page says where to listen.
 */
public final class IcecastStream implements AutoCloseable {
    /**
     * How long a server may take.
     *
     * @param connect to agree to the connection, then for TLS, then for its headers to the last
     * @param silence to send some sound
     */
    public record Patience(Duration connect, Duration silence) {
        public static final Patience STANDARD =
                new Patience(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    private static final String PEER = "the Icecast server";

    private final TimedSocket tcp;
    private final TimedInput timed;
    private final Duration silence;
    private final AudioFormat format;
    private final InputStream sound;

    /**
     * Connects and reads the headers; blocks.
     *
     * @param address of the URL's host, the only one that is connected to
     * @param trust whom a server behind {@code https://} must be vouched for by
     * @param titles hears them within {@link #read}
     * @throws IcecastException when there is no stream that we understand, saying why
     */
    public IcecastStream(
            IcecastUrl url,
            InetAddress address,
            Trust trust,
            Patience patience,
            Consumer<String> titles)
            throws IcecastException {
        silence = patience.silence();
        tcp = connected(new InetSocketAddress(address, url.port()), patience.connect());
        timed = tcp.getInputStream();
        try {
            InputStream in = new BufferedInputStream(ask(url, trust, patience.connect()));
            ResponseHead head = ResponseHead.read(in);
            check(head);
            format = format(head);
            InputStream body =
                    head.header("transfer-encoding").equalsIgnoreCase("chunked")
                            ? new ChunkedInput(in)
                            : in;
            int interval = interval(head.header("icy-metaint"));
            sound = interval == 0 ? body : new IcyInput(body, interval, titles);
        } catch (IOException e) {
            close();
            throw explained(e, patience.connect());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static TimedSocket connected(InetSocketAddress to, Duration patience)
            throws IcecastException {
        try {
            return new TimedSocket(to, patience);
        } catch (SocketTimeoutException e) {
            throw explained(e, patience);
        } catch (IOException e) {
            throw new IcecastException(PEER + " can't be reached");
        }
    }

    /** Sends the request; what is returned is read for the answer. */
    private InputStream ask(IcecastUrl url, Trust trust, Duration patience) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(request(url).getBytes(StandardCharsets.ISO_8859_1));
        if (url.tls()) {
            TlsChannel tls = new TlsChannel(tcp, url.host(), trust, patience, PEER);
            int _ = tls.write(request);
            timed.limit(patience);
            return tls.input();
        }
        tcp.getOutputStream().write(request.array());
        timed.limit(patience);
        return timed;
    }

    private static String request(IcecastUrl url) {
        String login =
                url.login()
                        .map(it -> it.contains(":") ? it : it + ":")
                        .map(it -> it.getBytes(StandardCharsets.UTF_8))
                        .map(it -> "Authorization: Basic %s\r\n".formatted(base64(it)))
                        .orElse("");
        return "GET %s HTTP/1.0\r\nHost: %s\r\n".formatted(url.path(), url.authority())
                + "User-Agent: Rillcast\r\nAccept: audio/*, application/ogg\r\n"
                + "Icy-MetaData: 1\r\n"
                + login
                + "\r\n";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void check(ResponseHead head) throws IcecastException {
        int status = head.status();
        if (status == 200) {
            return;
        }
        throw new IcecastException(
                switch (status) {
                    case 401, 403 -> PEER + " refuses the user and password, or asks for them";
                    case 404 -> PEER + " has no such stream now";
                    case 301, 302, 303, 307, 308 ->
                            PEER + " redirects, which is not followed; give the address behind it";
                    default -> PEER + " answers with status " + status;
                });
    }

    private static AudioFormat format(ResponseHead head) throws IcecastException {
        String type = head.header("content-type");
        if (type.isEmpty()) {
            return AudioFormat.MP3; // as SHOUTcast's first version had nothing else
        }
        return AudioFormat.of(type)
                .orElseThrow(
                        () ->
                                new IcecastException(
                                        PEER
                                                + " sends "
                                                + printable(type)
                                                + "; MP3, AAC, Ogg Vorbis and Ogg Opus are"
                                                + " understood"));
    }

    private static String printable(String type) {
        String plain = type.split(";", 2)[0].strip().replaceAll("[^!-~]", "?");
        return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
    }

    private static int interval(String bytes) throws IcecastException {
        if (bytes.isEmpty()) {
            return 0;
        }
        if (!bytes.matches("\\d{1,8}")) {
            throw new IcecastException(PEER + "'s icy-metaint is no number of bytes");
        }
        return Integer.parseInt(bytes);
    }

    public AudioFormat format() {
        return format;
    }

    /**
     * The next bytes of sound; waits for the first.
     *
     * @return how many, or -1 at the end
     * @throws IcecastException when the connection breaks, or nothing comes for too long
     */
    public int read(byte[] bytes) throws IcecastException {
        try {
            timed.limit(silence);
            return sound.read(bytes);
        } catch (IOException e) {
            throw explained(e, silence);
        }
    }

    private static IcecastException explained(IOException error, Duration patience) {
        return switch (error) {
            case IcecastException ours -> ours;
            case TlsException e -> new IcecastException(String.valueOf(e.getMessage()));
            case SocketTimeoutException _ ->
                    new IcecastException(
                            "%s has sent nothing whole for %d ms"
                                    .formatted(PEER, patience.toMillis()));
            default -> new IcecastException("the connection to the Icecast server broke");
        };
    }

    /** Ends every read at once. */
    @Override
    public void close() {
        try {
            tcp.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
