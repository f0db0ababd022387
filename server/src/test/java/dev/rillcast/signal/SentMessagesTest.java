package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SentMessagesTest {
    private static final String LARGE = "x".repeat(10_000);

    private final List<String> heard = new ArrayList<>();
    private final SentMessages sent = new SentMessages(outbox(), 0);

    @Test
    void whatIsOldIsForgottenButForTheLastOfIt() {
        sent.send(LARGE);
        sent.send("small");
        settle(89);
        assertTrue(sent.has(0));
        sent.send(LARGE);
        settle(90);
        assertTrue(sent.has(0), "is not known to be old enough");
        settle(179);
        assertTrue(sent.has(0));
        settle(180);
        assertFalse(sent.has(2));
        assertTrue(sent.has(3));
    }

    @Test
    void littleIsKeptForEver() {
        sent.send("small");
        sent.send("smaller");
        settle(90);
        settle(180);
        settle(270);
        assertTrue(sent.has(0));
    }

    @Test
    void whatIsYoungIsNotForgottenHoweverLargeItIs() {
        settle(90);
        sent.send(LARGE);
        sent.send(LARGE);
        settle(180);
        assertTrue(sent.has(0));
        settle(270);
        assertFalse(sent.has(0));
    }

    @Test
    void charactersAreBounded() {
        for (int i = 0; i < SentMessages.MAX_KEPT_CHARACTERS / LARGE.length(); i++) {
            sent.send(LARGE);
        }
        assertTrue(sent.has(0));
        sent.send(LARGE);
        assertFalse(sent.has(0));
        assertTrue(sent.has(1));
    }

    @Test
    void anAnswerGoesBeforeWhatIsHeldBack() {
        sent.hold();
        sent.send("event");
        sent.send("another");
        assertEquals(List.of(), heard);
        sent.release(Optional.of("answer"));
        sent.send("later");
        assertEquals(List.of("answer", "event", "another", "later"), heard);
    }

    @Test
    void withoutAnAnswerWhatIsHeldBackGoesAllTheSame() {
        sent.hold();
        sent.send("event");
        sent.release(Optional.empty());
        assertEquals(List.of("event"), heard);
    }

    private void settle(long seconds) {
        sent.settle(TimeUnit.SECONDS.toNanos(seconds));
    }

    private Outbox outbox() {
        return new Outbox() {
            @Override
            public void send(String message) {
                heard.add(message);
            }

            @Override
            public void end(String reason) {
                throw new AssertionError(reason);
            }
        };
    }
}
