package dev.rillcast.rtp;

import org.jspecify.annotations.Nullable;

/**
 * The packets of one stream that have not come: since when, when each is to be asked for (RFC 4585
 * 6.2.1), and when it is no longer waited for. Owned by the UDP door's thread.
 *
 * <p>A request goes out when reordering does not explain the gap any more, and again each time a
 * round trip has passed in vain. What may be asked for is bounded by what comes in, so that a link
 * that loses much because it is full is not filled further.
 */
final class MissingPackets {
    private static final int MOST = 4_096;

    /** No longer than this a request waits, however late packets come by themselves. */
    private static final long MAX_WAIT = 50_000_000;

    /** A gap that can't be asked for is waited for at least so long. */
    private static final long LEAST_PATIENCE = 40_000_000;

    /** Time for one request at least, which the door's rests may put off. */
    private static final long REST = 20_000_000;

    /** So long it is kept what was asked for: late answers tell of the round trip, too. */
    private static final long KEPT = 2_000_000_000;

    /** One packet; the entries are used again and again. */
    private static final class Entry {
        long index;
        long noticed;
        long firstAsked;
        long asked;
        int requests;
        boolean open;
        boolean came;
    }

    private final long maxDelay;
    private final boolean nack;
    private final RoundTrip roundTrip = new RoundTrip();
    private final Reordering reordering = new Reordering();
    private final RequestPace pace = new RequestPace(roundTrip);

    /** In the order of their numbers, from {@code head} to {@code tail}, modulo the length. */
    private Entry[] ring = new Entry[0];

    private long head;
    private long tail;
    private final RequestCredit credit = new RequestCredit();

    /** Whether what is sent again comes apart (RFC 4588), so that all else is only late. */
    private boolean apart;

    /**
     * @param maxDelay for so long one may be asked for, in nanoseconds; only the answer to the last
     *     request is waited for beyond that
     * @param nack whether they may be asked for
     */
    MissingPackets(long maxDelay, boolean nack) {
        this.maxDelay = maxDelay;
        this.nack = nack;
    }

    /** A packet came, missing or not. */
    void packet() {
        credit.packet();
    }

    /** Adds one, of a higher number than all before it. */
    void add(long index, long noticed) {
        while (head < tail && !at(head).open && noticed - at(head).noticed > KEPT) {
            head++;
        }
        if (tail - head == ring.length) {
            makeRoom();
        }
        Entry entry = at(tail++);
        entry.index = index;
        entry.noticed = noticed;
        entry.requests = 0;
        entry.open = true;
        entry.came = false;
    }

    private void makeRoom() {
        if (ring.length == MOST) {
            head++;
            return;
        }
        Entry[] larger = new Entry[Math.max(32, 2 * ring.length)];
        int count = (int) (tail - head);
        for (int i = 0; i < larger.length; i++) {
            larger[i] = i < count ? at(head + i) : new Entry();
        }
        ring = larger;
        head = 0;
        tail = count;
    }

    private Entry at(long position) {
        return ring[(int) (position & (ring.length - 1))];
    }

    private @Nullable Entry find(long index) {
        long low = head;
        long high = tail - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            Entry entry = at(middle);
            if (entry.index == index) {
                return entry;
            }
            if (entry.index < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /**
     * One has come, perhaps after it was given up.
     *
     * @param again whether it is known to be sent again, as it came by RFC 4588
     * @return whether it came because it was asked for, and in time
     */
    boolean came(long index, long arrival, boolean again) {
        apart |= again;
        Entry entry = find(index);
        if (entry == null) {
            return false;
        }
        if (entry.came) {
            pace.cameTwice();
            return false;
        }
        boolean inTime = entry.open;
        entry.open = false;
        entry.came = true;
        boolean answer = entry.requests > 0 && (again || !apart);
        long took = arrival - entry.firstAsked;
        if (!again && (!answer || took < roundTrip.mean() / 4)) {
            reordering.late(Math.min(arrival - entry.noticed, maxDelay));
        } else if (inTime) {
            reordering.lost();
        }
        if (entry.requests > 0 && inTime) {
            credit.settled(true);
        }
        if (answer) {
            pace.answered();
            roundTrip.answered(took, pace.repeated(entry.requests));
        }
        return answer && inTime;
    }

    /** From a request to its answer, in nanoseconds, as it was measured. */
    long roundTrip() {
        return roundTrip.mean();
    }

    /** Whether one has been waited for long enough; then it is given up. */
    boolean over(long index, long now) {
        Entry entry = find(index);
        if (entry != null && !isOver(entry, now)) {
            return false;
        }
        giveUp(index);
        return true;
    }

    private boolean isOver(Entry entry, long now) {
        long waited = now - entry.noticed;
        if (!nack) {
            return waited
                    >= Math.min(maxDelay, Math.max(LEAST_PATIENCE, 2 * reordering.lateness()));
        }
        if (firstWait() + roundTrip.mean() > maxDelay) { // no answer would come in time
            return waited >= Math.min(maxDelay, firstWait() + REST);
        }
        boolean underWay =
                entry.requests > 0
                        && roundTrip.measured()
                        && now - entry.asked < Math.min(roundTrip.most(), maxDelay);
        return waited >= maxDelay && !underWay;
    }

    /** Others have repeated it, so it needs to come no more; that tells nothing of requests. */
    void filled(long index) {
        Entry entry = find(index);
        if (entry != null && entry.open) {
            entry.open = false;
            reordering.lost();
        }
    }

    /** It needs to come no more; if it comes after all, that still tells of the network. */
    void giveUp(long index) {
        Entry entry = find(index);
        if (entry != null && entry.open) {
            entry.open = false;
            reordering.lost();
            if (entry.requests > 0) {
                credit.settled(false);
            }
        }
    }

    void clear() {
        head = tail;
    }

    private long firstWait() {
        return Math.min(reordering.lateness(), MAX_WAIT);
    }

    /**
     * Writes the sequence numbers to ask for now into {@code numbers}.
     *
     * @return how many
     */
    int due(long now, int[] numbers) {
        int count = 0;
        pace.eager(credit.plenty());
        for (long i = head; i < tail && count < numbers.length && credit.any(); i++) {
            Entry entry = at(i);
            if (entry.open && isDue(entry, now)) {
                numbers[count++] = (int) (entry.index & 0xFFFF);
                credit.spend();
                entry.firstAsked = entry.requests++ == 0 ? now : entry.firstAsked;
                entry.asked = now;
            }
        }
        return count;
    }

    /** What was not asked for in time is not asked for late: each answer would be waited for. */
    private boolean isDue(Entry entry, long now) {
        long waited = now - entry.noticed;
        return waited < maxDelay
                && (entry.requests == 0
                        ? waited >= firstWait()
                        : now - entry.asked >= pace.pause(entry.requests));
    }
}
