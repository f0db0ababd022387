package dev.rillcast.broadcast;

import dev.rillcast.rtmp.RtmpUrl;

/**
 * Where a broadcast goes, and how.
 *
 * @param trusted whether the operator chose it, so that the output policy does not apply
 */
public record Target(RtmpUrl url, boolean trusted, TargetOptions options) {}
