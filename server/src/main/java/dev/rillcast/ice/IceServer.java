package dev.rillcast.ice;

import java.util.List;
import java.util.Optional;

/**
 * One entry of what browsers call {@code iceServers} (RTCIceServer).
 *
 * @param urls {@code stun:}, {@code stuns:}, {@code turn:} or {@code turns:} (RFC 7064, RFC 7065)
 * @param credential which TURN servers ask for
 */
public record IceServer(List<String> urls, Optional<TurnCredential> credential) {
    public IceServer {
        urls = List.copyOf(urls);
    }
}
