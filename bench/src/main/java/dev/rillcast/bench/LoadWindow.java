package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import java.io.IOException;
import java.util.List;

/**
 * What all who take part used up in a while.
 *
 * @param streams that ran all the time
 * @param seconds of it
 * @param rest of the machine's work that was none of theirs, in seconds
 * @param stolen seconds in which other machines had the cores
 */
record LoadWindow(
        int streams,
        double seconds,
        Usage server,
        Usage generator,
        Usage sink,
        double rest,
        double stolen) {

    /** Takes as long as it is to be. */
    static LoadWindow watch(int streams, int seconds, long server, long generator, long sink)
            throws IOException, InterruptedException {
        Cpu.OfMachine machine = Cpu.OfMachine.now();
        long from = System.nanoTime();
        Usage servers = Usage.of(server);
        Usage generators = Usage.of(generator);
        Usage sinks = Usage.of(sink);
        Thread.sleep(1_000L * seconds);
        servers = Usage.of(server).since(servers);
        double took = (System.nanoTime() - from) / 1e9;
        generators = Usage.of(generator).since(generators);
        sinks = Usage.of(sink).since(sinks);
        machine = Cpu.OfMachine.now().since(machine);
        double rest = machine.busy() - servers.cpu() - generators.cpu() - sinks.cpu();
        return new LoadWindow(streams, took, servers, generators, sinks, rest, machine.stolen());
    }

    private double perStream(double amount) {
        return amount / (streams * seconds);
    }

    /** CPU of the server in milliseconds per stream-second. */
    double cpu() {
        return perStream(1_000 * server.cpu());
    }

    /** What that consists of, and what there was beside it. */
    List<Figure> details() {
        return List.of(
                Figure.of("  of it the JIT, ms", perStream(1_000 * server.jit())),
                Figure.of("  of it the collector, ms", perStream(1_000 * server.collector())),
                Figure.of("wake-ups per stream-second", perStream((double) server.wakeUps())),
                Figure.of(
                        "preemptions per stream-second", perStream((double) server.preemptions())),
                Figure.of(
                        "CPU of the generator, ms per stream-second",
                        perStream(1_000 * generator.cpu())),
                Figure.of("CPU of the sink, ms per stream-second", perStream(1_000 * sink.cpu())),
                Figure.of("CPU of all others here, % of a core", 100 * rest / seconds),
                Figure.of("CPU stolen by other machines, %", 100 * stolen / seconds));
    }
}
