package dev.rillcast.link;

/**
 * What one direction was given so far, UDP only.
 *
 * @param sent packets that came to the link, the lost ones too
 * @param lost packets that did not get over it
 * @param bytes of the payloads of all that were sent
 */
public record Traffic(long sent, long lost, long bytes) {}
