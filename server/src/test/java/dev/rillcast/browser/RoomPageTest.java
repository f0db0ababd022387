package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.rillcast.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People meet on the page Room, each in a window of their own. */
@Tag("browser")
@Timeout(300)
class RoomPageTest {
    private static final double PATIENCE_MS = 90_000;
    private static final String IN_CALL = ".tile[data-state=active]";

    private static Browsers browsers;
    private static TestServer server;
    private final List<BrowserContext> windows = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        browsers = new Browsers(List.of());
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
        browsers.close();
    }

    @AfterEach
    void closeWindows() {
        windows.forEach(BrowserContext::close);
    }

    @Test
    void twoPeopleCallAndSeeEachOther() {
        Page ada = enter("two", "Ada");
        Page grace = enter("two", "Grace");
        ada.click(".act:has-text('Call')");
        grace.waitForSelector("#incoming:popover-open:has-text('Ada')");
        ada.waitForSelector(".tile[data-state=calling]:has-text('Calling…')");
        grace.click("#answer");
        assertMoves(ada, 1);
        assertMoves(grace, 1);

        ada.keyboard().press("m");
        grace.waitForSelector(IN_CALL + " .muted.shown");
        grace.waitForSelector(".person:has-text('Ada') .muted.shown");
        ada.keyboard().press("v");
        grace.waitForSelector(IN_CALL + " .face:visible");
        ada.keyboard().press("v");
        grace.waitForSelector(
                IN_CALL + " .face",
                new Page.WaitForSelectorOptions().setState(WaitForSelectorState.HIDDEN));

        grace.click(".act:has-text('Hang up')");
        ada.waitForSelector(".tile:has-text('Hung up')");
        waitForTiles(ada, 1);
        waitForTiles(grace, 1);
    }

    @Test
    void threePeopleMeetAndTheOthersSeeWhoLeaves() {
        Page ada = enter("three", "Ada");
        Page grace = enter("three", "Grace");
        Page mary = enter("three", "Mary");
        ada.waitForSelector(".person >> nth=2");
        ada.click("#call-all");
        grace.click("#answer");
        mary.click("#answer");
        waitForCalls(ada, 2);
        grace.click(".person:has-text('Mary') .act");
        mary.click("#answer");
        waitForCalls(mary, 2);
        assertMoves(mary, 1);
        assertMoves(mary, 2);

        grace.click("#leave");
        grace.waitForSelector("#lobby:has-text('You left the room.')");
        assertTrue(capturing(grace).isEmpty());
        waitForCalls(mary, 1);
        ada.waitForSelector("#notices:has-text('Grace')");
        ada.waitForSelector("#people-count:text-is('2')");

        grace.click("#enter");
        grace.waitForSelector("#inside:visible");
        ada.waitForSelector("#people-count:text-is('3')");
    }

    @Test
    void severalCallsWaitForTheirTurnAndNothingIsAnsweredByAccident() {
        Page ada = enter("queue", "Ada");
        Page grace = enter("queue", "Grace");
        Page mary = enter("queue", "Mary");
        ada.focus("#leave");
        grace.click(".person:has-text('Ada') .act");
        ada.waitForSelector("#incoming:popover-open:has-text('Grace')");
        assertEquals("alertdialog", ada.getAttribute("#incoming", "role"));
        assertEquals("incoming", focused(ada));
        mary.click(".person:has-text('Ada') .act");
        ada.waitForSelector("#incoming-more:has-text('1 more call is waiting')");

        for (String key : List.of("Escape", "Enter", " ")) {
            ada.keyboard().press(key);
        }
        assertEquals("Grace", ada.textContent("#incoming-name"));
        ada.keyboard().press("Tab");
        assertEquals("decline", focused(ada));
        ada.keyboard().press("Enter");
        grace.waitForSelector(".tile:has-text('Declined')");
        ada.waitForSelector("#incoming:popover-open:has-text('Mary')");
        mary.click(".act:has-text('Cancel')");
        ada.waitForSelector("#notices:has-text('You missed a call from')");
        assertFalse(ada.isVisible("#incoming"));
        assertEquals("leave", focused(ada));
    }

    @Test
    void aReloadEntersAgainUnderTheSameNameAndAsMutedAsBefore() {
        Page ada = enter("again", "Ada");
        Page grace = enter("again", "Grace");
        ada.waitForSelector(".person:has-text('Grace')");
        grace.keyboard().press("m");
        grace.reload();
        grace.waitForSelector("#inside:visible");
        ada.waitForSelector(".person:has-text('Grace') .muted.shown");
        assertEquals("true", grace.getAttribute("#bar [data-switch=microphone]", "aria-pressed"));
    }

    @Test
    void theNamesOfRoomsAndPeopleAreText() {
        for (String room : List.of("<img src=x onerror=alert(1)>", "../x")) {
            Page page = window(1280, 800);
            page.onDialog(
                    dialog -> {
                        throw new AssertionError(dialog.message());
                    });
            page.navigate(server.http("/room/"));
            page.fill("#wanted", room);
            page.press("#wanted", "Enter");
            enter(page, "<b onclick=alert(2)>Eve</b>");
            assertEquals(room, page.textContent("#inside-title"));
            assertEquals("<b onclick=alert(2)>Eve</b>", page.textContent(".person .name"));
            assertEquals(0, page.locator("main img, main b").count());
        }
    }

    @Test
    void aNameThatIsNoRoomsIsToldBeforeItLeadsAnywhere() {
        Page page = window(390, 844);
        page.navigate(server.http("/room/%20"));
        assertTrue(page.inputValue("#wanted").matches("[a-z]+-[a-z]+-\\d{3}"));
        page.fill("#wanted", "..");
        page.press("#wanted", "Enter");
        page.waitForSelector("#wanted-wrong:has-text('more than dots')");
        assertEquals("wanted", focused(page));
    }

    @Test
    void withoutDevicesOneListensAndMayShareAScreenWhole() {
        try (Browsers poor = Browsers.sharingTab("To be shared");
                BrowserContext window = poor.windowWithoutDevices(1280, 800)) {
            Page shared = window.newPage();
            shared.setContent("<title>To be shared</title><p>Hello");
            Page page = prepare(window.newPage());
            page.navigate(server.http("/room/share"));
            page.waitForSelector("#lobby-message:has-text('No camera and no microphone')");
            page.fill("#user-name", "Ada");
            page.click("#enter");
            page.waitForSelector("#inside:visible");
            page.keyboard().press("s");
            page.waitForSelector("#bar [data-switch=screen][aria-pressed=true]");
            page.waitForSelector(".tile .picture.whole:not(.mirrored):not(.unseen)");
            page.keyboard().press("s");
            page.waitForSelector("#bar [data-switch=screen][aria-pressed=false]");
        }
    }

    @Test
    void aScreenCanOnlyBeSharedWhereTheBrowserCapturesOne() {
        assertTrue(enter("screens", "Ada").isVisible("#bar [data-switch=screen]"));
        Page phone = window(390, 844);
        phone.addInitScript("delete MediaDevices.prototype.getDisplayMedia");
        phone.navigate(server.http("/room/screens"));
        enter(phone, "Grace");
        assertFalse(phone.isVisible("#bar [data-switch=screen]"));
    }

    @Test
    void eachControlHasANameEachViewOneHeadingAndNothingScrollsAside() {
        for (int[] size : new int[][] {{1280, 800}, {768, 1024}, {390, 844}, {640, 360}}) {
            Page page = window(size[0], size[1]);
            page.navigate(server.http("/room/"));
            assertEquals(Map.of(), page.evaluate(FAULTS));
            page.navigate(server.http("/room/" + "long".repeat(20)));
            page.waitForSelector("#lobby:visible");
            assertEquals(Map.of(), page.evaluate(FAULTS));
            enter(page, "W".repeat(64));
            if (!page.isVisible("#panel")) {
                page.click("#panel-button");
            }
            assertEquals(Map.of(), page.evaluate(FAULTS));
        }
    }

    private static final String FAULTS =
            """
            () => {
              const faults = {};
              const nameless = [...document.querySelectorAll('button, input, select, a')]
                .filter((each) => each.checkVisibility())
                .filter((each) => !(each.getAttribute('aria-label') ?? each.labels?.[0]?.textContent ??
                  each.textContent).trim());
              if (nameless.length > 0) faults.nameless = nameless.map((each) => each.outerHTML);
              const headings = [...document.querySelectorAll('h1')]
                .filter((each) => each.checkVisibility());
              if (headings.length !== 1) faults.headings = headings.length;
              const ids = [...document.querySelectorAll('[id]')].map(({id}) => id);
              if (new Set(ids).size !== ids.length) faults.ids = ids;
              const wide = document.documentElement.scrollWidth - innerWidth;
              if (wide > 0) faults.wide = wide;
              return faults;
            }""";

    private Page enter(String room, String name) {
        Page page = window(1280, 800);
        page.navigate(server.http("/room/" + room));
        return enter(page, name);
    }

    /** From the lobby. */
    private static Page enter(Page page, String name) {
        page.fill("#user-name", name);
        page.waitForSelector("#lobby [data-switch=camera]:enabled");
        page.click("#enter");
        page.waitForSelector("#inside:visible");
        return page;
    }

    private Page window(int width, int height) {
        BrowserContext window = browsers.window(width, height);
        windows.add(window);
        return prepare(window.newPage());
    }

    private static Page prepare(Page page) {
        page.setDefaultTimeout(PATIENCE_MS);
        page.onPageError(
                error -> {
                    throw new AssertionError(error);
                });
        return page;
    }

    private static void waitForTiles(Page page, int count) {
        page.waitForFunction(
                "(count) => document.querySelectorAll('.tile').length === count", count);
    }

    private static void waitForCalls(Page page, int count) {
        page.waitForFunction(
                "([calls, count]) => document.querySelectorAll(calls).length === count",
                List.of(IN_CALL, count));
    }

    /** Of the tiles, the first being one's own. */
    private static void assertMoves(Page page, int tile) {
        page.waitForFunction(
                """
                (tile) => {
                  const video = document.querySelectorAll('.tile .picture')[tile];
                  const canvas = Object.assign(document.createElement('canvas'), {width: 64, height: 36});
                  canvas.getContext('2d').drawImage(video, 0, 0, 64, 36);
                  const picture = canvas.toDataURL();
                  window.seen ??= new Set();
                  window.seen.add(`${tile} ${picture}`);
                  return video.videoWidth > 0 &&
                    [...window.seen].filter((each) => each.startsWith(`${tile} `)).length > 2;
                }""",
                tile);
    }

    /** The labels of what is still being captured. */
    private static List<?> capturing(Page page) {
        return (List<?>)
                page.evaluate(
                        """
                () => [...document.querySelectorAll('video')]
                  .flatMap((video) => video.srcObject?.getTracks() ?? [])
                  .filter(({readyState}) => readyState === 'live')
                  .map(({label}) => label)""");
    }

    /** The id of what the keyboard would write to. */
    private static String focused(Page page) {
        return (String) page.evaluate("document.activeElement.id");
    }
}
