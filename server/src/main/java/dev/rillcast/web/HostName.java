package dev.rillcast.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The machine's own name. Asked once, in the background: a name server may take its time. */
final class HostName {
    private static final int LIMIT_SECONDS = 2;

    private final CompletableFuture<String> name = new CompletableFuture<>();

    private HostName() {}

    static HostName lookUp() {
        HostName hostName = new HostName();
        Thread.ofVirtual().name("host-name").start(hostName::ask);
        return hostName;
    }

    private void ask() {
        try {
            InetAddress own = InetAddress.getLocalHost();
            String bare = own.getHostName();
            var _ = name.completeOnTimeout(bare, LIMIT_SECONDS, TimeUnit.SECONDS);
            String full = own.getCanonicalHostName();
            // What has no name, or another's (localhost for 127.0.0.1), is called by its own alone.
            name.complete(full.startsWith(bare + ".") ? full : bare);
        } catch (UnknownHostException e) {
            name.complete("localhost");
        }
    }

    /** Without the domain. */
    String host() {
        return name.join().split("\\.", 2)[0];
    }

    /** Empty where it is not known. */
    String domain() {
        String[] parts = name.join().split("\\.", 2);
        return parts.length == 2 ? parts[1] : "";
    }
}
