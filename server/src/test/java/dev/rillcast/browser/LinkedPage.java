package dev.rillcast.browser;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestServer;
import dev.rillcast.link.LinkEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A page whose media reach the server over a link; its signalling does not. */
final class LinkedPage {
    private LinkedPage() {}

    /** A link to the media port of a server. */
    static LinkEmulator link(TestServer server, long seed) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port = server.config().media().port();
        return LinkEmulator.open(new InetSocketAddress(loopback, port), seed);
    }

    /**
     * Opens the page as {@link UserPage#open} does; for the whole window, the server is behind it.
     */
    static UserPage open(BrowserContext window, TestServer server, LinkEmulator link)
            throws IOException {
        window.addInitScript(
                SpecDocument.resource("dev/rillcast/browser/linked.js")
                        .replace("LINK_PORT", String.valueOf(link.address().getPort()))
                        .replace("SERVER_PORT", String.valueOf(server.config().media().port())));
        return UserPage.open(window, server);
    }
}
