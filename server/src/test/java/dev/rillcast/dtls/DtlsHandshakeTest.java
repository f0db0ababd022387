package dev.rillcast.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rillcast.srtp.ProtectionProfile;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DtlsHandshakeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final DtlsIdentity SERVER = DtlsIdentity.create(new SecureRandom(), NOW);
    private static final DtlsIdentity CLIENT = DtlsIdentity.create(new SecureRandom(), NOW);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Executor THREADS = Thread::startVirtualThread;

    private final Loopback loopback = new Loopback();

    @ParameterizedTest
    @EnumSource(ProtectionProfile.class)
    void bothSidesGetTheSameKeys(ProtectionProfile profile) throws Exception {
        DtlsClient client = new DtlsClient(CLIENT, profile);
        CompletableFuture<DTLSTransport> connected = connect(client);
        SrtpKeys keys = accept(CLIENT.fingerprint()).keys();
        connected.get(10, TimeUnit.SECONDS);

        assertEquals(profile, keys.profile());
        assertEquals(profile.keyLength(), keys.clientKey().length);
        assertEquals(profile.saltLength(), keys.serverSalt().length);
        assertArrayEquals(client.keys().clientKey(), keys.clientKey());
        assertArrayEquals(client.keys().clientSalt(), keys.clientSalt());
        assertArrayEquals(client.keys().serverKey(), keys.serverKey());
        assertArrayEquals(client.keys().serverSalt(), keys.serverSalt());
        assertFalse(Arrays.equals(keys.clientKey(), keys.serverKey()));
    }

    @Test
    void gcmIsChosenWhateverTheClientPrefers() throws Exception {
        DtlsClient client =
                new DtlsClient(
                        CLIENT,
                        ProtectionProfile.AES128_CM_HMAC_SHA1_80,
                        ProtectionProfile.AEAD_AES_128_GCM);
        CompletableFuture<DTLSTransport> connected = connect(client);
        SrtpKeys keys = accept(CLIENT.fingerprint()).keys();
        connected.get(10, TimeUnit.SECONDS);
        assertEquals(ProtectionProfile.AEAD_AES_128_GCM, keys.profile());
    }

    @Test
    void aCertificateThatTheOfferDoesNotNameIsRefused() {
        assertRefused(
                new DtlsClient(CLIENT, ProtectionProfile.values()),
                SERVER.fingerprint(),
                "the certificate does not match the fingerprint in the offer");
    }

    @Test
    void aClientWithoutCertificateIsRefused() {
        assertRefused(
                new DtlsClient(CLIENT, ProtectionProfile.values()) {
                    @Override
                    @Nullable TlsCredentials credentials() {
                        return null;
                    }
                },
                CLIENT.fingerprint(),
                "the client has sent no certificate");
    }

    /** CVE-2022-29222: certificates are no secrets. */
    @Test
    void aClientThatDoesNotHoldItsCertificatesKeyIsRefused() {
        assertRefused(
                new DtlsClient(CLIENT, ProtectionProfile.values()) {
                    @Override
                    TlsCredentials credentials() throws IOException {
                        return new Stolen(
                                CLIENT.credentials(context).getCertificate(),
                                SERVER.credentials(context));
                    }
                },
                CLIENT.fingerprint(),
                "the DTLS handshake failed: decrypt_error");
    }

    /** One's certificate, signed for with another's key. */
    private record Stolen(Certificate certificate, TlsCredentialedSigner thief)
            implements TlsCredentialedSigner {
        @Override
        public Certificate getCertificate() {
            return certificate;
        }

        @Override
        public byte[] generateRawSignature(byte[] hash) throws IOException {
            return thief.generateRawSignature(hash);
        }

        @Override
        public SignatureAndHashAlgorithm getSignatureAndHashAlgorithm() {
            return thief.getSignatureAndHashAlgorithm();
        }

        @Override
        public TlsStreamSigner getStreamSigner() throws IOException {
            return thief.getStreamSigner();
        }
    }

    @Test
    void aClientThatWantsNoSrtpIsRefused() {
        assertRefused(
                new DtlsClient(CLIENT),
                CLIENT.fingerprint(),
                "the client does not offer SRTP keys");
    }

    @Test
    void aClientOfDtls10IsRefused() {
        assertRefused(
                new DtlsClient(CLIENT, ProtectionProfile.values()) {
                    @Override
                    protected ProtocolVersion[] getSupportedVersions() {
                        return ProtocolVersion.DTLSv10.only();
                    }

                    @Override
                    protected int[] getSupportedCipherSuites() {
                        return new int[] {0xc009};
                    }
                },
                CLIENT.fingerprint(),
                "the DTLS handshake failed: protocol_version");
    }

    @Test
    void aClientWithoutExtendedMasterSecretIsRefused() {
        assertRefused(
                new DtlsClient(CLIENT, ProtectionProfile.values()) {
                    @Override
                    public boolean shouldUseExtendedMasterSecret() {
                        return false;
                    }
                },
                CLIENT.fingerprint(),
                "the DTLS handshake failed: handshake_failure");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5, 6})
    void aLostDatagramOfTheServerIsSentAgain(int lost) throws Exception {
        assertRecovers(true, lost);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aLostDatagramOfTheClientIsSentAgain(int lost) throws Exception {
        assertRecovers(false, lost);
    }

    /** Loses one datagram of the server or the client, and goes through all the same. */
    private static void assertRecovers(boolean ofServer, int lost) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        Loopback lossy =
                new Loopback() {
                    @Override
                    void pass(DatagramPipe to, byte[] bytes, int offset, int length) {
                        if ((to == client()) != ofServer || sent.getAndIncrement() != lost) {
                            super.pass(to, bytes, offset, length);
                        }
                    }
                };
        DtlsClient client = new DtlsClient(CLIENT, ProtectionProfile.values());
        CompletableFuture<DTLSTransport> connected = connect(client, lossy);
        DtlsSession session = accept(CLIENT.fingerprint(), lossy);
        CompletableFuture<DtlsSession.End> end =
                CompletableFuture.supplyAsync(session::awaitClose, THREADS);
        connected.get(10, TimeUnit.SECONDS).close();
        SrtpKeys keys = session.keys();
        assertEquals(DtlsSession.End.CLOSED_BY_PEER, end.get(10, TimeUnit.SECONDS));
        assertArrayEquals(client.keys().clientKey(), keys.clientKey());
    }

    @Test
    void silenceEndsInTime() {
        DtlsException e =
                assertThrows(
                        DtlsException.class,
                        () ->
                                DtlsHandshake.accept(
                                        SERVER,
                                        Fingerprint.parse(CLIENT.fingerprint()),
                                        loopback.server(),
                                        Duration.ofMillis(30)));
        assertEquals("the DTLS handshake was not done in 30 ms", e.getMessage());
    }

    @Test
    void closingThePipeEndsTheHandshake() {
        loopback.server().close();
        DtlsException e = assertThrows(DtlsException.class, () -> accept(CLIENT.fingerprint()));
        assertEquals("the connection was closed during the DTLS handshake", e.getMessage());
    }

    @Test
    void randomBytesAreNoHandshake() throws Exception {
        loopback.server().offer(HexFormat.of().parseHex("16fefd0000000000000000000401020304"));
        loopback.server().offer(new byte[1400]);
        loopback.server().offer(new byte[9000]);
        CompletableFuture<DTLSTransport> connected =
                connect(new DtlsClient(CLIENT, ProtectionProfile.values()));
        DtlsSession session = accept(CLIENT.fingerprint());
        connected.get(10, TimeUnit.SECONDS);
        session.close();
    }

    @Test
    void closeNotifyEndsTheSession() throws Exception {
        CompletableFuture<DTLSTransport> connected =
                connect(new DtlsClient(CLIENT, ProtectionProfile.values()));
        DtlsSession session = accept(CLIENT.fingerprint());
        connected.get(10, TimeUnit.SECONDS).close();
        assertEquals(DtlsSession.End.CLOSED_BY_PEER, session.awaitClose());
    }

    @Test
    void closingTheSessionTellsThePeer() throws Exception {
        CompletableFuture<DTLSTransport> connected =
                connect(new DtlsClient(CLIENT, ProtectionProfile.values()));
        DtlsSession session = accept(CLIENT.fingerprint());
        CompletableFuture<DtlsSession.End> end =
                CompletableFuture.supplyAsync(session::awaitClose, THREADS);
        session.close();
        session.close();
        assertEquals(DtlsSession.End.CLOSED_HERE, end.get(10, TimeUnit.SECONDS));
        DTLSTransport client = connected.get(10, TimeUnit.SECONDS);
        // BouncyCastle closes its pipe when close_notify comes.
        assertThrows(PipeClosedException.class, () -> client.receive(new byte[100], 0, 100, 5000));
    }

    @Test
    void closingThePipeEndsTheSession() throws Exception {
        CompletableFuture<DTLSTransport> connected =
                connect(new DtlsClient(CLIENT, ProtectionProfile.values()));
        DtlsSession session = accept(CLIENT.fingerprint());
        connected.get(10, TimeUnit.SECONDS);
        loopback.server().close();
        assertEquals(DtlsSession.End.CLOSED_HERE, session.awaitClose());
    }

    @Test
    void theWarmUpIsAHandshake() throws Exception {
        DtlsWarmUp.run(SERVER);
    }

    private CompletableFuture<DTLSTransport> connect(DtlsClient client) {
        return connect(client, loopback);
    }

    private static CompletableFuture<DTLSTransport> connect(DtlsClient client, Loopback loopback) {
        CompletableFuture<DTLSTransport> connected = new CompletableFuture<>();
        THREADS.execute(
                () -> {
                    try {
                        connected.complete(client.connect(loopback.client()));
                    } catch (IOException e) {
                        connected.completeExceptionally(e);
                    }
                });
        return connected;
    }

    private DtlsSession accept(String fingerprint) throws DtlsException {
        return accept(fingerprint, loopback);
    }

    private static DtlsSession accept(String fingerprint, Loopback loopback) throws DtlsException {
        return DtlsHandshake.accept(
                SERVER, Fingerprint.parse(fingerprint), loopback.server(), TIMEOUT);
    }

    private void assertRefused(DtlsClient client, String fingerprint, String reason) {
        CompletableFuture<DTLSTransport> connected = connect(client);
        DtlsException e = assertThrows(DtlsException.class, () -> accept(fingerprint));
        assertEquals(reason, e.getMessage());
        assertThrows(Exception.class, () -> connected.get(10, TimeUnit.SECONDS));
    }
}
