package dev.rillcast.browser;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server and a browser for all tests of a class; each test has a room and users of its own. */
final class OpenedRoom implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    /**
     * Browsers call each other by the loopback address, so that no network is needed. All users
     * share the cameras: whoever opens one first says how large its picture can be.
     */
    private static final List<String> FLAGS =
            List.of(
                    "--allow-loopback-in-peer-connection",
                    "--use-fake-device-for-media-stream=device-count=3");

    private final String[] settings;
    private final List<BrowserContext> windows = new ArrayList<>();
    private @Nullable Browsers browsers;
    private @Nullable TestServer server;
    private int room;

    /**
     * @param settings of the server: variables by name and value in turn
     */
    OpenedRoom(String... settings) {
        this.settings = settings.clone();
    }

    TestServer server() {
        return Objects.requireNonNull(server);
    }

    /** A window of its own, whose page is still to be opened. */
    BrowserContext window() {
        BrowserContext window = Objects.requireNonNull(browsers).window(640, 480);
        windows.add(window);
        return window;
    }

    /** A user who is signed in, but not in the room yet. */
    CallPage signedIn(String name) throws IOException {
        return signedIn(window(), name, server().http(""));
    }

    /** The same, in that window and by way of that address. */
    CallPage signedIn(BrowserContext window, String name, String address) throws IOException {
        CallPage user = CallPage.open(window, server(), name);
        user.signIn(address, "room " + room);
        return user;
    }

    /** Users in a room, who know of each other. */
    List<CallPage> entered(String... names) throws IOException {
        List<CallPage> users = new ArrayList<>();
        for (String name : names) {
            users.add(signedIn(name));
        }
        together(users);
        return users;
    }

    /** Lets them enter the room, and waits until they know of each other. */
    static void together(List<CallPage> users) {
        users.forEach(CallPage::enter);
        users.forEach(user -> user.awaitOthers(users));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        browsers = new Browsers(FLAGS);
        server = TestServer.start(settings);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        windows.forEach(BrowserContext::close);
        windows.clear();
        room++;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server().close();
        Objects.requireNonNull(browsers).close();
    }
}
