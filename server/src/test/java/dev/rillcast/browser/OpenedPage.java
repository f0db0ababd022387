package dev.rillcast.browser;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestServer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server and a browser for all tests of a class, and a page of its own for each. */
final class OpenedPage
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final List<String> flags;
    private final List<String> settings;
    private @Nullable Browsers browsers;
    private @Nullable TestServer server;
    private @Nullable BrowserContext window;
    private @Nullable UserPage page;

    /**
     * @param flags of the browser, beside those that all have
     */
    OpenedPage(String... flags) {
        this(List.of(flags), List.of());
    }

    private OpenedPage(List<String> flags, List<String> settings) {
        this.flags = flags;
        this.settings = settings;
    }

    /**
     * @param settings of the server: variables by name and value in turn
     */
    static OpenedPage with(String... settings) {
        return new OpenedPage(List.of(), List.of(settings));
    }

    /** One more page beside that of the test, in the same window. */
    UserPage another() {
        return UserPage.open(Objects.requireNonNull(window), server());
    }

    TestServer server() {
        return Objects.requireNonNull(server);
    }

    UserPage page() {
        return Objects.requireNonNull(page);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        browsers = new Browsers(flags);
        server = TestServer.start(settings.toArray(String[]::new));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        window = Objects.requireNonNull(browsers).window(640, 480);
        page = UserPage.open(window, server());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Objects.requireNonNull(window).close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server().close();
        Objects.requireNonNull(browsers).close();
    }
}
