package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
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

    /** In the form that all benches have. */
    Run run() {
        return new Run(
                "rooms and calls",
                List.of(
                        Figure.of("live heap, kB per user in a room", cost.heap()),
                        Figure.of("  after the calls", cost.heapAfter()),
                        Figure.of("resident memory, kB per user in a room", cost.resident()),
                        Figure.of("calls in a second", inSecond(ringing.count())),
                        Figure.of("messages to users in a second", inSecond(messages)),
                        Figure.of("  of them lists of who is there", inSecond(peerLists)),
                        Figure.of("invite to ringing, ms, p50", ringing.at(0.5)),
                        Figure.atMost(10, "invite to ringing, ms, p99", ringing.at(0.99)),
                        Figure.of("invite to ringing, ms, p99.9", ringing.at(0.999)),
                        Figure.of("invite to ringing, ms, longest", ringing.at(1)),
                        Figure.of("  of it the bench's own delay, p99", cost.late().at(0.99)),
                        Figure.of("  of it the bench's own delay, longest", cost.late().at(1)),
                        Figure.of("invite to the answer's description, ms, p50", setUp.at(0.5)),
                        Figure.of("invite to the answer's description, ms, p99", setUp.at(0.99)),
                        Figure.of("hung up to dropped, ms, p50", dropped.at(0.5)),
                        Figure.of("hung up to dropped, ms, p99", dropped.at(0.99)),
                        Figure.of(
                                "CPU of the server, ms per call",
                                1_000 * cost.cpu() / ringing.count()),
                        Figure.of("CPU of the server, % of a core", 100 * inSecond(cost.cpu()))),
                faults);
    }

    private double inSecond(double all) {
        return all / cost.seconds();
    }
}
