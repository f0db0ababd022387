package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A user among others, in a page of its own, that shows what the others send. Its scripts know what
 * {@link UserPage}'s do, {@code captured}, the tracks that devices gave, and what is in {@code
 * caller.js}.
 */
final class CallPage {
    /** Small and slow, as several of them are encoded at once. */
    private static final String CAMERA =
            "{device: 0, width: 320, height: 180, framerate: 15, source: 'camera'}";

    private final UserPage page;
    private final String name;
    private String id = "";

    private CallPage(UserPage page, String name) {
        this.page = page;
        this.name = name;
    }

    /** The camera is set, but not on. */
    static CallPage open(BrowserContext window, TestServer server, String name) throws IOException {
        window.addInitScript(SpecDocument.resource("dev/rillcast/browser/captured.js"));
        UserPage page = UserPage.open(window, server);
        page.run(SpecDocument.resource("dev/rillcast/browser/caller.js"));
        page.run("await user.setVideoDevice(" + CAMERA + "); user.enableStats(true, 500)");
        return new CallPage(page, name);
    }

    UserPage page() {
        return page;
    }

    String name() {
        return name;
    }

    Object run(String body) {
        return page.run(body);
    }

    boolean check(String expression) {
        return page.check(expression);
    }

    /** Waits until an expression is true. */
    void await(String expression) {
        page.run("await until(async () => " + expression + ")");
    }

    void signIn(String address, String room) {
        String options =
                "{server: '%s', userName: '%s', room: '%s'}".formatted(address, name, room);
        id = (String) page.run("return (await user.signIn(" + options + ")).userId");
    }

    void enter() {
        page.run("await user.enterRoom()");
    }

    /** The user's id, as the server gave it. */
    String id() {
        return id;
    }

    /** Waits until the list is that of all these but oneself. */
    void awaitOthers(List<CallPage> all) {
        String others =
                all.stream()
                        .filter(each -> !each.equals(this))
                        .map(CallPage::name)
                        .sorted()
                        .collect(Collectors.joining(","));
        await("others() === '" + others + "'");
    }

    /** Calls and is answered; both have their preview, or get one. */
    void talkTo(CallPage other) {
        call(other);
        other.answer(this);
        this.awaitEvent("CallActive", other);
        other.awaitEvent("CallActive", this);
    }

    void call(CallPage other) {
        page.run("await user.invokeCall('" + other.id() + "')");
    }

    /** Answers when it rings. */
    void answer(CallPage other) {
        awaitEvent("CallIncoming", other);
        page.run("await user.answerCall('" + other.id() + "')");
    }

    void hangUp(CallPage other) {
        page.run("await user.hangUpCall('" + other.id() + "')");
    }

    /** Waits for an event about the other one, unless it has come. */
    void awaitEvent(String event, CallPage other) {
        awaitEvent(event, other, 1);
    }

    /** Waits for as many of them. */
    void awaitEvent(String event, CallPage other, int times) {
        page.run("await awaitTold('%s', '%s', %d)".formatted(event, other.id(), times));
    }

    /** Waits for a {@code ServerStatus}. */
    void awaitStatus(String status) {
        await(
                "events.some(({name, data}) => name === 'ServerStatus' && data.status === '%s')"
                        .formatted(status));
    }

    /** How many events about the other one there were. */
    int count(String event, CallPage other) {
        return (int) page.run("return told('%s', '%s').length".formatted(event, other.id()));
    }

    /** Reasons of the events about the other one. */
    List<?> reasons(String event, CallPage other) {
        return (List<?>)
                page.run(
                        "return told('%s', '%s').map(({data}) => data.reason)"
                                .formatted(event, other.id()));
    }

    /** Waits until the other's picture has that colour. */
    void sees(String color, CallPage other) {
        await("color('%s') === '%s'".formatted(other.id(), color));
    }

    /** Waits until the other's picture is that of its camera and moves. */
    void seesCamera(CallPage other) {
        sees("green", other);
        page.run("await moves('" + other.id() + "')");
    }

    /** Waits until the other's microphone is heard. */
    void hears(CallPage other) {
        await("await loudness('" + other.id() + "') > 0.1");
    }

    void hearsNothingOf(CallPage other) {
        await("await loudness('" + other.id() + "') < 0.01");
    }

    /** Waits until nothing that a device gave is open any more. */
    void awaitFreeDevices() {
        await("captured.length > 0 && captured.every((track) => track.readyState === 'ended')");
    }

    /** Waits until all connections of this page are closed. */
    void awaitClosedConnections() {
        await("peers.every(({connectionState}) => connectionState === 'closed')");
    }

    /**
     * The call with the other one is over on both sides, and each was told so exactly once,
     * whatever comes until both have left.
     */
    void isDoneWith(CallPage other) {
        this.awaitEvent("CallDropped", other);
        other.awaitEvent("CallDropped", this);
        this.awaitClosedConnections();
        other.awaitClosedConnections();
        List.of(this, other)
                .forEach(each -> each.run("user.isSignedIn() && (await user.signOut())"));
        assertEquals(1, this.count("CallDropped", other));
        assertEquals(1, other.count("CallDropped", this));
    }
}
