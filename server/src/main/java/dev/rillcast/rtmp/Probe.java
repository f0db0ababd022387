package dev.rillcast.rtmp;

import dev.rillcast.tls.TimedSocket;
import dev.rillcast.tls.TlsChannel;
import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Finds out what an ingest is and takes, and publishes nothing: the last that it says is {@code
 * connect}. Each fact is told as soon as it is known. One thread, which waits at most 5 s in each
 * step.
 */
public final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RtmpUrl url;
    private final BiConsumer<String, String> facts;

    private Probe(RtmpUrl url, BiConsumer<String, String> facts) {
        this.url = url;
        this.facts = facts;
    }

    /**
     * Probes one output; the stream key is not sent.
     *
     * @param facts is told what was found: a word, and a line about it without any secret
     * @throws RtmpException when the ingest can't be reached or refuses, saying why
     */
    public static void run(RtmpUrl url, Trust trust, BiConsumer<String, String> facts)
            throws IOException {
        new Probe(url, facts).run(trust);
    }

    private void run(Trust trust) throws IOException {
        tell("output", url.describe());
        Dialer dialer = new Dialer(url, resolve(), trust, PATIENCE);
        AuthMod authMod = new AuthMod(url);
        RtmpConnection connection = reach(dialer);
        while (true) {
            try (RtmpConnection open = connection) {
                long start = System.nanoTime();
                Command answer =
                        new PublishRequest(open, url, authMod, Map.of(), PATIENCE).connectOnly();
                tell("connect", "taken, " + since(start));
                new ConnectAnswer(answer).tell(this::tell);
                tell("user", authMod.asked() ? "asked for, and accepted" : "not asked for");
                return;
            } catch (AuthMod.Again _) {
                connection = dialer.dial();
            }
        }
    }

    private void tell(String name, String line) {
        facts.accept(name, RtmpException.printable(line));
    }

    /** The address that a broadcast would connect to: the first. */
    private InetAddress resolve() throws RtmpException {
        try {
            InetAddress[] all = InetAddress.getAllByName(url.host());
            tell(
                    "address",
                    Arrays.stream(all)
                            .map(InetAddress::getHostAddress)
                            .collect(Collectors.joining(", ")));
            return all[0];
        } catch (UnknownHostException e) {
            throw new RtmpException("the host " + url.host() + " is not known", "", "");
        }
    }

    private RtmpConnection reach(Dialer dialer) throws IOException {
        long start = System.nanoTime();
        if (!url.tls()) {
            RtmpConnection connection = dialer.plain();
            tell("tcp", "connected, " + since(start));
            return connection;
        }
        TimedSocket tcp = dialer.tcpBelow();
        tell("tcp", "connected, " + since(start));
        long tlsStart = System.nanoTime();
        TlsChannel tls = dialer.tls(tcp);
        tell("tls", tls.session().getProtocol() + ", " + since(tlsStart));
        tellOf(tls.session());
        return dialer.over(tls);
    }

    private void tellOf(SSLSession session) throws SSLPeerUnverifiedException {
        if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
            LocalDate end =
                    certificate.getNotAfter().toInstant().atZone(ZoneOffset.UTC).toLocalDate();
            tell(
                    "certificate",
                    "%s, by %s, until %s"
                            .formatted(
                                    certificate.getSubjectX500Principal().getName(),
                                    certificate.getIssuerX500Principal().getName(),
                                    end));
        }
    }

    private static String since(long start) {
        return (System.nanoTime() - start) / 1_000_000 + " ms";
    }
}
