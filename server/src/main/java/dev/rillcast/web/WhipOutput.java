package dev.rillcast.web;

import dev.rillcast.output.TargetOptions;
import dev.rillcast.rtmp.RtmpUrl;

/**
 * Where WHIP streams go.
 *
 * @param template RTMP URL with {@code {stream}} in place of the stream's name
 * @param passthrough whether what the ingest takes by Enhanced RTMP goes out as it comes
 */
public record WhipOutput(String template, boolean passthrough) {
    RtmpUrl url(String stream) {
        return RtmpUrl.parse(template.replace("{stream}", stream), null);
    }

    TargetOptions options() {
        return passthrough ? TargetOptions.PASSTHROUGH : TargetOptions.NONE;
    }
}
