package dev.rillcast.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatagramPipeTest {
    private final DatagramPipe pipe = new DatagramPipe((bytes, offset, length) -> {});

    @Test
    void datagramsComeOutInOrder() throws Exception {
        assertTrue(pipe.offer(new byte[] {1}));
        assertTrue(pipe.offer(new byte[] {2}));
        assertArrayEquals(new byte[] {1}, pipe.take(0));
        assertArrayEquals(new byte[] {2}, pipe.take(1));
        assertNull(pipe.take(1));
    }

    @Test
    void aFullPipeDropsAndNeverBlocks() {
        for (int i = 0; i < DatagramPipe.CAPACITY; i++) {
            assertTrue(pipe.offer(new byte[1]));
        }
        assertFalse(pipe.offer(new byte[1]));
    }

    @Test
    void closingEndsEveryTakeEvenOfAFullPipe() {
        while (pipe.offer(new byte[1])) {}
        pipe.close();
        pipe.close();
        assertFalse(pipe.offer(new byte[1]));
        assertThrows(PipeClosedException.class, () -> pipe.take(0));
        assertThrows(PipeClosedException.class, () -> pipe.take(1));
    }

    @Test
    void closingWakesTheOneThatWaits() throws Exception {
        Thread waiting =
                Thread.startVirtualThread(
                        () -> assertThrows(PipeClosedException.class, () -> pipe.take(0)));
        pipe.close();
        assertTrue(waiting.join(Duration.ofSeconds(5)));
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> pipe.take(0));
        assertTrue(Thread.interrupted());
    }

    @Test
    void anEmptyDatagramIsNone() {
        assertFalse(pipe.offer(new byte[0]));
    }
}
