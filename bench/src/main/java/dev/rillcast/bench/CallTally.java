package dev.rillcast.bench;

import java.util.concurrent.atomic.LongAdder;

/** What all callers have seen together. Safe for all threads. */
final class CallTally {
    private final Times ringing = new Times();
    private final Times setUp = new Times();
    private final Times dropped = new Times();
    private final LongAdder messages = new LongAdder();
    private final LongAdder peerLists = new LongAdder();
    private final Faults faults = new Faults();

    /** From the invitation to its arrival. */
    Times ringing() {
        return ringing;
    }

    /** From the invitation to the other side's description. */
    Times setUp() {
        return setUp;
    }

    /** From hanging up to the other side's knowing. */
    Times dropped() {
        return dropped;
    }

    /** A message has come, and may be a list of who is in the room. */
    void message(boolean peerList) {
        messages.increment();
        if (peerList) {
            peerLists.increment();
        }
    }

    Faults faults() {
        return faults;
    }

    void restart() {
        ringing.restart();
        setUp.restart();
        dropped.restart();
        messages.reset();
        peerLists.reset();
        faults.restart();
    }

    CallFigures figures(SignalCost cost) {
        return new CallFigures(
                cost,
                ringing.millis(),
                setUp.millis(),
                dropped.millis(),
                messages.intValue(),
                peerLists.intValue(),
                faults.list());
    }
}
