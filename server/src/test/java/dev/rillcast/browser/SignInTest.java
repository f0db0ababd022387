package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.rillcast.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The form with which the page Go live signs in, where the server wants credentials. */
@Tag("browser")
@Timeout(120)
class SignInTest {
    private static final String TOKEN = "Yx3vQk81-token";
    private static final Pattern SOCKET = Pattern.compile(".*/p/webrtcws.*");

    /** The password is: correct horse. */
    private static final String ANN =
            "ann:$2b$10$Qzc/Y6JtyTqkVU..Qb40R.cwCcCLEA.rpqmFsSIqoPaRLAY0LIwgO\n";

    @TempDir static Path directory;

    private static Browsers browsers;
    private TestServer server;
    private BrowserContext window;

    @BeforeAll
    static void openBrowser() {
        browsers = new Browsers(List.of());
    }

    @AfterAll
    static void closeBrowser() {
        browsers.close();
    }

    @BeforeEach
    void start() throws Exception {
        Path users = Files.writeString(directory.resolve("users"), ANN);
        server =
                TestServer.start(
                        "RILLCAST_AUTH_USERS", users.toString(), "RILLCAST_AUTH_TOKENS", TOKEN);
        window = browsers.window(1280, 800);
    }

    @AfterEach
    void stop() {
        window.close();
        server.close();
    }

    @Test
    void anAccountIsAskedForOnceAndNothingOfItIsKept() {
        Page page = askedToSignIn();
        assertEquals("account", focused(page));
        page.fill("#account", "ann");
        page.fill("#password", "correct horse");
        page.press("#password", "Enter");
        waitForState(page, "live");
        assertEquals("ann", page.textContent("#signed-in-as"));
        assertTrue(page.isDisabled("#sign-out"));
        assertEquals("", page.inputValue("#account") + page.inputValue("#password"));
        String kept = (String) page.evaluate("JSON.stringify([localStorage, sessionStorage])");
        assertFalse(kept.contains("horse") || kept.contains("ann"), kept);

        page.click("#go-live");
        waitForState(page, "ended");
        page.click("#go-live");
        waitForState(page, "live");
        page.click("#go-live");
        waitForState(page, "ended");

        page.click("#sign-out");
        page.click("#go-live");
        waitForForm(page);
    }

    @Test
    void aTokenServesInItsPlace() {
        Page page = askedToSignIn();
        page.click("#other-way");
        assertEquals("token", focused(page));
        page.fill("#token", "another-token");
        page.click("#sign-in-go");
        waitForProblem(page, "The token is wrong.");
        page.fill("#token", " " + TOKEN + " ");
        page.click("#sign-in-go");
        waitForState(page, "live");
    }

    @Test
    void whatIsWrongIsSaidWhereItIsWrong() {
        Page page = askedToSignIn();
        page.click("#sign-in-go");
        waitForProblem(page, "Please enter your account and password.");
        assertEquals("account", focused(page));
        page.fill("#account", "ann");
        page.fill("#password", "horse");
        page.click("#sign-in-go");
        waitForProblem(page, "The account or the password is wrong.");
        assertEquals("password", focused(page));
        assertEquals("true", page.getAttribute("#password", "aria-invalid"));
        assertEquals("alert", page.getAttribute("#sign-in-problem", "role"));
    }

    @Test
    void whoGuessesIsToldToWait() {
        Page page = askedToSignIn();
        page.fill("#account", "ann");
        for (int i = 0; i < 5; i++) {
            page.fill("#password", "guess " + i);
            page.press("#password", "Enter");
            waitForProblem(page, "The account or the password is wrong.");
            page.waitForSelector("#sign-in-form[aria-busy=false]");
            page.evaluate("document.querySelector('#sign-in-problem').textContent = ''");
        }
        page.press("#password", "Enter");
        waitForProblem(page, "Too many wrong attempts from your address; try again in 1 s.");
        page.fill("#password", "correct horse");
        page.click("#sign-in-go"); // which waits until it can be pressed
        waitForState(page, "live");
    }

    @Test
    void theFormCanBeCalledOffByTheKeyboard() {
        Page page = askedToSignIn();
        page.keyboard().press("Escape");
        page.waitForSelector("#stream-name:enabled");
        waitForState(page, "preview");
        assertEquals("go-live", focused(page));
        page.keyboard().press("Enter");
        waitForForm(page);
    }

    @Test
    void aLostConnectionIsToldCalmly() {
        List<WebSocketRoute> sockets = new ArrayList<>();
        window.routeWebSocket(
                SOCKET,
                socket -> {
                    sockets.add(socket);
                    var _ = socket.connectToServer();
                });
        Page page = askedToSignIn();
        page.fill("#account", "ann");
        page.fill("#password", "correct horse");
        page.press("#password", "Enter");
        waitForState(page, "live");
        sockets.getLast().close(new WebSocketRoute.CloseOptions().setCode(4000));
        page.waitForSelector("#message:has-text('trying to get it back')");
        assertEquals("live", page.getAttribute("#state", "data-state"));
        assertEquals("message", page.getAttribute("#message", "class"));
    }

    private Page askedToSignIn() {
        Page page = window.newPage();
        page.onPageError(
                error -> {
                    throw new AssertionError(error);
                });
        page.navigate(server.http("/"));
        waitForState(page, "preview");
        page.click("#go-live");
        waitForForm(page);
        assertEquals("", page.textContent("#sign-in-problem"));
        return page;
    }

    private static void waitForForm(Page page) {
        page.waitForSelector("#sign-in[open]");
    }

    private static void waitForProblem(Page page, String text) {
        page.waitForSelector("#sign-in-problem:text-is('" + text + "')");
    }

    private static void waitForState(Page page, String state) {
        page.waitForSelector(
                "#state[data-state=" + state + "]",
                new Page.WaitForSelectorOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout(30_000));
    }

    /** The id of what the keyboard would write to. */
    private static String focused(Page page) {
        return (String) page.evaluate("document.activeElement.id");
    }
}
