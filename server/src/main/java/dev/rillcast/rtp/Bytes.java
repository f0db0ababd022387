package dev.rillcast.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in network byte order. */
public final class Bytes {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    public static int uint16(byte[] b, int at) {
        return (short) SHORT.get(b, at) & 0xFFFF;
    }

    public static int int32(byte[] b, int at) {
        return (int) INT.get(b, at);
    }

    public static long uint32(byte[] b, int at) {
        return int32(b, at) & 0xFFFF_FFFFL;
    }

    public static long int64(byte[] b, int at) {
        return (long) LONG.get(b, at);
    }

    public static void put16(byte[] b, int at, int value) {
        SHORT.set(b, at, (short) value);
    }

    public static void put32(byte[] b, int at, int value) {
        INT.set(b, at, value);
    }
}
