package dev.rillcast.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who wants to come in.
 *
 * @param stream the one that an encoder wants to publish; nothing if a browser signs in
 */
public record Knock(Caller caller, Credentials credentials, Optional<String> stream, Instant now) {}
