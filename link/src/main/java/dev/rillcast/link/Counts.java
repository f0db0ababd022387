package dev.rillcast.link;

/**
 * What a link was given so far, of all its clients.
 *
 * @param up from the clients to the server
 * @param down from the server to the clients
 */
public record Counts(Traffic up, Traffic down) {}
