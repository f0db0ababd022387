package dev.rillcast.report;

import dev.rillcast.rtp.TrackFigures;

/**
 * What came in of one track, by all connections of the publisher.
 *
 * @param width of the latest picture that went out, in pixels; 0 for audio, and before the first
 * @param height the same
 */
public record TrackReport(TrackFigures figures, int width, int height) {}
