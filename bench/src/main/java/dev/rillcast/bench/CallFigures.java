package dev.rillcast.bench;

import java.util.List;

/**
 * What one run of rooms and calls has shown. Times are in milliseconds.
 *
 * @param ringing from the invitation to its arrival
 * @param setUp from the invitation to the other side's description
 * @param dropped from hanging up to the other side's knowing
 * @param messages that came to all users
 * @param peerLists of them: who is in the room
 * @param faults what makes the run no measure
 */
record CallFigures(
        SignalCost cost,
        Quantiles ringing,
        Quantiles setUp,
        Quantiles dropped,
        int messages,
        int peerLists,
        List<String> faults) {

    static RunTable<CallFigures> table(String head, List<CallFigures> runs) {
        RunTable<CallFigures> table = new RunTable<>(head, runs);
        table.row("live heap, kB per user in a room", r -> r.cost.heap());
        table.row("  after the calls", r -> r.cost.heapAfter());
        table.row("resident memory, kB per user in a room", r -> r.cost.resident());
        table.row("calls in a second", r -> r.inSecond(r.ringing.count()));
        table.row("messages to users in a second", r -> r.inSecond(r.messages));
        table.row("  of them lists of who is there", r -> r.inSecond(r.peerLists));
        table.row("invite to ringing, ms, p50", r -> r.ringing.at(0.5));
        table.row("invite to ringing, ms, p99", 10, r -> r.ringing.at(0.99));
        table.row("invite to ringing, ms, p99.9", r -> r.ringing.at(0.999));
        table.row("invite to ringing, ms, longest", r -> r.ringing.at(1));
        table.row("  of it the bench's own delay, p99", r -> r.cost.late().at(0.99));
        table.row("  of it the bench's own delay, longest", r -> r.cost.late().at(1));
        table.row("invite to the answer's description, ms, p50", r -> r.setUp.at(0.5));
        table.row("invite to the answer's description, ms, p99", r -> r.setUp.at(0.99));
        table.row("hung up to dropped, ms, p50", r -> r.dropped.at(0.5));
        table.row("hung up to dropped, ms, p99", r -> r.dropped.at(0.99));
        table.row("CPU of the server, ms per call", r -> 1_000 * r.cost.cpu() / r.ringing.count());
        table.row("CPU of the server, % of one core", r -> 100 * r.inSecond(r.cost.cpu()));
        table.faults(CallFigures::faults);
        return table;
    }

    private double inSecond(double all) {
        return all / cost.seconds();
    }
}
