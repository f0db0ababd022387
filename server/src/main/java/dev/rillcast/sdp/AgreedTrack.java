package dev.rillcast.sdp;

import dev.rillcast.media.Codec;

/**
 * A track that the client will send.
 *
 * @param transportCc the header extension's id for transport-wide congestion control, 0 if it was
 *     not offered
 * @param nack whether lost packets may be asked for
 */
public record AgreedTrack(Codec codec, int payloadType, int transportCc, boolean nack) {}
