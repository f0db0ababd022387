package dev.rillcast;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Feeds a reader each message case with whatever may be wrong with it: cut off at each place, each
 * bit flipped, and spliced with the others at random, which is the same in each run.
 */
public final class Faults {
    /** So many cuts, flips and splices of each case; all that there are, of a short one. */
    private static final int MOST = 400;

    private static final long MEMORY = 4 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Random random = new Random(42);
    private final List<byte[]> cases;

    private Faults(List<byte[]> cases) {
        this.cases = cases;
    }

    /** A reader, with all that is to hold of what it took. */
    public interface Reader {
        void read(byte[] bytes) throws IOException;
    }

    /**
     * Demands that the reader takes the bytes or refuses them as it says in its documentation, with
     * little memory, whatever lengths they promise.
     */
    public static void feed(List<MessageCase> cases, Reader reader) {
        Faults faults = new Faults(cases.stream().map(MessageCase::bytes).toList());
        for (byte[] whole : faults.cases) {
            faults.cut(whole, bytes -> feed(bytes, reader));
            faults.flip(whole, bytes -> feed(bytes, reader));
            faults.splice(whole, bytes -> feed(bytes, reader));
        }
    }

    private static void feed(byte[] bytes, Reader reader) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            reader.read(bytes);
        } catch (ProtocolException | EOFException refused) {
            assertTrue(String.valueOf(refused.getMessage()).matches("(AMF0|RTMP): .+"));
        } catch (IOException | RuntimeException | Error error) {
            throw new AssertionError("of " + HexFormat.of().formatHex(bytes), error);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                allocated < MEMORY + 200L * bytes.length,
                () -> allocated + " bytes for " + HexFormat.of().formatHex(bytes));
    }

    private void cut(byte[] whole, Consumer<byte[]> taker) {
        for (int i = 0; i < Math.min(whole.length, MOST); i++) {
            int length = whole.length <= MOST ? i : random.nextInt(whole.length);
            taker.accept(Arrays.copyOf(whole, length));
        }
    }

    private void flip(byte[] whole, Consumer<byte[]> taker) {
        int bits = whole.length * 8;
        for (int i = 0; i < Math.min(bits, MOST); i++) {
            int bit = bits <= MOST ? i : random.nextInt(bits);
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            taker.accept(bytes);
        }
    }

    private void splice(byte[] whole, Consumer<byte[]> taker) {
        for (int i = 0; i < MOST; i++) {
            byte[] other = cases.get(random.nextInt(cases.size()));
            int kept = random.nextInt(whole.length + 1);
            int from = random.nextInt(other.length + 1);
            byte[] bytes = Arrays.copyOf(whole, kept + other.length - from);
            System.arraycopy(other, from, bytes, kept, other.length - from);
            taker.accept(bytes);
        }
    }
}
