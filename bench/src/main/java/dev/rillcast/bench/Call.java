package dev.rillcast.bench;

import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** One call, and what its two users do in it. Safe for all threads. */
final class Call {
    /** Ringing, answered at both ends, offer, answer, and the candidates of both. */
    private static final int STEPS = 5 + 2 * CallTexts.BATCHES;

    private final CallUser caller;
    private final CallUser callee;
    private final CallTally tally;
    private final long due;
    private final AtomicInteger steps = new AtomicInteger();
    private volatile long endDue;
    private volatile boolean over;

    /**
     * @param due when it should begin, {@link System#nanoTime()}; its times count from there
     */
    Call(CallUser caller, CallUser callee, CallTally tally, long due) {
        this.caller = caller;
        this.callee = callee;
        this.tally = tally;
        this.due = due;
    }

    void begin() {
        caller.take(this);
        callee.take(this);
        caller.ask("invokeCall", callee, "");
    }

    /**
     * @param due when it should be hung up
     */
    void hangUp(long due) {
        if (steps.get() != STEPS) {
            tally.faults().add("calls were not negotiated when they were hung up");
        }
        endDue = due;
        caller.ask("hangUpCall", callee, "");
    }

    /** Whether the other side knows that it is hung up. */
    boolean over() {
        return over;
    }

    /**
     * Goes on by what one side is told.
     *
     * @param now when that came
     */
    void told(CallUser side, String event, JsonNode message, long now) {
        CallUser other = side.equals(caller) ? callee : caller;
        if (!message.path("remoteUserId").asString("").equals(other.userId())) {
            tally.faults().add("messages came of another call");
            return;
        }
        steps.incrementAndGet();
        long number = message.path("call").asLong(0);
        switch (event) {
            case "callIncoming" -> {
                tally.ringing().took(now - due);
                side.ask("answerCall", other, "");
            }
            case "callAnswered" -> {
                if (side.equals(caller)) {
                    describe(side, other, number, CallTexts.OFFER);
                }
            }
            case "callDescription" -> described(side, other, number, message, now);
            case "callCandidates" -> {}
            case "callDropped" -> {
                tally.dropped().took(now - endDue);
                over = true;
            }
            default -> tally.faults().add("messages were " + event);
        }
    }

    private void described(CallUser side, CallUser other, long number, JsonNode message, long now) {
        CallTexts expected = side.equals(caller) ? CallTexts.ANSWER : CallTexts.OFFER;
        if (!expected.is(message.path("description"))) {
            tally.faults().add("descriptions came otherwise than they were sent");
        }
        if (side.equals(caller)) {
            tally.setUp().took(now - due);
        } else {
            describe(side, other, number, CallTexts.ANSWER);
        }
    }

    private static void describe(CallUser side, CallUser other, long number, CallTexts texts) {
        side.ask("callDescription", other, texts.description(number));
        for (int i = 0; i < CallTexts.BATCHES; i++) {
            side.ask("callCandidates", other, texts.candidates(number));
        }
    }
}
