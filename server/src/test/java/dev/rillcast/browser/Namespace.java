package dev.rillcast.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rillcast.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network of its own for a browser, with one cable to this machine: a network namespace and a
 * pair of interfaces. Needs Linux, root, and the programs ip and nft.
 */
final class Namespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path directory;
    private final boolean ipv6;
    private final int number;
    private final String name;
    private int client = 2;

    private Namespace(Path directory, boolean ipv6) {
        this.directory = directory;
        this.ipv6 = ipv6;
        // Tests that run beside this one have other numbers.
        long pid = ProcessHandle.current().pid();
        this.number = 1 + (int) ((pid + 127L * COUNT.getAndIncrement()) % 250);
        this.name = "rillcast-" + pid + "-" + number;
    }

    /**
     * Skips the test where none can be made.
     *
     * @param directory for what the programs say
     */
    static Namespace ipv4(Path directory) throws Exception {
        return open(new Namespace(directory, false));
    }

    /** One without IPv4. */
    static Namespace ipv6(Path directory) throws Exception {
        return open(new Namespace(directory, true));
    }

    private static Namespace open(Namespace network) throws Exception {
        assumeTrue(network.made(), "no network namespace can be made: this needs root, ip and nft");
        try {
            network.join();
            return network;
        } catch (Throwable e) {
            network.close();
            throw e;
        }
    }

    private boolean made() throws Exception {
        try (Program ip = new Program(directory, "ip", "netns", "add", name)) {
            ip.awaitEnd();
            return ip.errors().isEmpty() && Files.isExecutable(Path.of("/usr/sbin/nft"));
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private void join() throws Exception {
        String cable = "link add " + here() + " type veth peer name eth0 netns " + name;
        String address = "addr add " + onLink(1) + " dev " + here();
        run("ip", "-batch", file(String.join("\n", cable, address, "link set " + here() + " up")));
        within("link set lo up", "link set eth0 up", has(client), way());
    }

    /** Our end of the cable; an interface has 15 letters at most. */
    private String here() {
        return "rillcast-" + number;
    }

    private String address(int host) {
        return ipv6
                ? "fd7a:11ca:57:%x::%x".formatted(number, host)
                : "10.213.%d.%d".formatted(number, host);
    }

    private String onLink(int host) {
        // Whether others have the address already need not be found out (RFC 4862 5.4).
        return address(host) + (ipv6 ? "/64 nodad" : "/24");
    }

    private String has(int host) {
        return "addr add " + onLink(host) + " dev eth0";
    }

    private String way() {
        return "route replace default via " + address(1);
    }

    /** This machine's address there. */
    String server() {
        return address(1);
    }

    /** The browser's computer gets another address in place of the one that it has. */
    void roam() throws Exception {
        String before = "addr del " + onLink(client).replace(" nodad", "") + " dev eth0";
        within(before, has(++client), way());
    }

    /**
     * From now on nothing leaves but what these rules accept, and nobody is told.
     *
     * @param rules of nft, such as {@code tcp dport 443 accept}
     */
    void letOut(String... rules) throws Exception {
        // The neighbours' addresses must be found in any case.
        List<String> all =
                new ArrayList<>(List.of("ether type arp accept", "icmpv6 type != 1 accept"));
        all.addAll(List.of(rules));
        load(
                """
                table netdev firewall {
                    chain out {
                        type filter hook egress device "eth0" priority 0; policy drop;
                        %s
                    }
                }
                """
                        .formatted(String.join("\n", all)));
    }

    /** The network knows this machine by another address, too, as behind a NAT. */
    void translate(String announced) throws Exception {
        load(
                """
                table ip nat {
                    chain out {
                        type nat hook output priority -100;
                        ip daddr %s dnat to %s
                    }
                }
                """
                        .formatted(announced, server()));
    }

    private void load(String rules) throws Exception {
        run("ip", "netns", "exec", name, "nft", "-f", file(rules));
    }

    /** A program that starts Chromium in here. */
    Path chromium() throws IOException {
        Path script = directory.resolve("chromium-" + number);
        Files.writeString(
                script, "#!/bin/sh\nexec ip netns exec " + name + " /usr/bin/chromium \"$@\"\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void within(String... commands) throws Exception {
        run("ip", "-n", name, "-batch", file(String.join("\n", commands)));
    }

    private String file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, name, ".txt"), text).toString();
    }

    private void run(String... command) throws Exception {
        String _ = Program.run(directory, command);
    }

    /** The cable first: the system keeps a namespace for as long as one of its sockets hopes. */
    @Override
    public void close() {
        try {
            run("ip", "link", "del", here());
            run("ip", "netns", "del", name);
        } catch (Exception e) {
            throw new AssertionError("the namespace " + name + " is left behind", e);
        }
    }
}
