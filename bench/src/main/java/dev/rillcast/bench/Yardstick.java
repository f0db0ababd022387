package dev.rillcast.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Work of the kind that a server does, none of it the server's: packets are opened and copied. What
 * it takes says how fast this machine is at this moment.
 */
final class Yardstick {
    private static final int PACKET = 1_200;
    private static final int TAG = 16;

    /** About those of a second of video of 1.5 Mbit/s. */
    private static final int PACKETS = 160;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    private final byte[] sealed;
    private final byte[] opened = new byte[PACKET];
    private int sum;

    Yardstick() throws GeneralSecurityException {
        sealed = cipher(Cipher.ENCRYPT_MODE).doFinal(new byte[PACKET]);
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, new byte[12]));
        return cipher;
    }

    /** CPU milliseconds of this thread for a second of a stream, of so many of them. */
    double milliseconds(int seconds) throws GeneralSecurityException {
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < seconds * PACKETS; i++) {
            int length = cipher(Cipher.DECRYPT_MODE).doFinal(sealed, 0, sealed.length, opened);
            byte[] copy = Arrays.copyOf(opened, length);
            sum += copy[i % length]; // so that the copy is needed
        }
        return (threads.getCurrentThreadCpuTime() - before) / 1e6 / seconds;
    }

    @Override
    public String toString() {
        return "yardstick " + sum;
    }
}
