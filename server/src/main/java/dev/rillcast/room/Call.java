package dev.rillcast.room;

/** A call between two members, ringing until it is answered. Guarded by the room's lock. */
final class Call {
    final long number;
    final Member caller;
    final Member callee;
    final long since;
    boolean answered;

    /**
     * @param since it rings, in nanoseconds
     */
    Call(long number, Member caller, Member callee, long since) {
        this.number = number;
        this.caller = caller;
        this.callee = callee;
        this.since = since;
    }

    boolean concerns(Member member) {
        return caller.equals(member) || callee.equals(member);
    }

    Member other(Member member) {
        return caller.equals(member) ? callee : caller;
    }
}
