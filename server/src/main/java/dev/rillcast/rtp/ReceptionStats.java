package dev.rillcast.rtp;

/**
 * What a receiver report says of one stream (RFC 3550 6.4.1, A.3, A.8). Owned by the UDP door's
 * thread.
 */
public final class ReceptionStats {
    /** A jump further than this is a new start of the sender (MAX_DROPOUT in RFC 3550 A.1). */
    private static final int RESTART = 3_000;

    private final int clockRate;
    private final Unwrapper sequence = new Unwrapper(16);
    private long first = -1;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long transit;
    private double jitter;
    private int lastReport;
    private long lastReportArrival;

    /**
     * @param clockRate ticks of the time stamp per second
     */
    public ReceptionStats(int clockRate) {
        this.clockRate = clockRate;
    }

    public void received(RtpPacket packet) {
        long index = sequence.started() ? sequence.nearest(packet.sequenceNumber()) : -1;
        if (first < 0 || Math.abs(index - highest) > RESTART) {
            index = sequence.unwrap(packet.sequenceNumber());
            restart(index);
        } else if (index > highest) {
            highest = sequence.unwrap(packet.sequenceNumber());
        }
        received++;
        if (index == highest) { // what is late or sent again is no jitter
            noteJitter(packet);
        }
    }

    private void restart(long index) {
        first = index;
        highest = index;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
    }

    private void noteJitter(RtpPacket packet) {
        long now = packet.arrival() / 1_000 * (clockRate / 1_000) / 1_000;
        long transitNow = now - packet.timestamp();
        if (received > 1) {
            // Both wrap at 32 bits, so the difference is taken there.
            long difference = Math.abs((long) (int) (transitNow - transit));
            jitter += (difference - jitter) / 16;
        }
        transit = transitNow;
    }

    /**
     * @param ntp the report's NTP time, of which the middle 32 bits come back in our next report
     */
    public void senderReport(long ntp, long now) {
        lastReport = (int) (ntp >>> 16);
        lastReportArrival = now;
    }

    /** Packets lost since the start, negative if more came than were sent. */
    public long lost() {
        return first < 0 ? 0 : highest - first + 1 - received;
    }

    /** Of the packets since the last call, the part that was lost, in 1/256. */
    int fractionLost() {
        long expected = highest - first + 1;
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        return expectedNow <= 0 || lostNow <= 0
                ? 0
                : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }

    boolean started() {
        return first >= 0;
    }

    /** In the upper half the number of times it wrapped; the unwrapper begins with 1. */
    int highestSequence() {
        return (int) (highest - 0x1_0000);
    }

    int jitter() {
        return (int) jitter;
    }

    int lastReport() {
        return lastReport;
    }

    /** Since the last sender report, in 1/65536 s. */
    int delaySinceLastReport(long now) {
        return lastReport == 0 ? 0 : (int) ((now - lastReportArrival) / 1_000 * 65_536 / 1_000_000);
    }
}
