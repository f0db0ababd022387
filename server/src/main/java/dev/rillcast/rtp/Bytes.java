package dev.rillcast.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in network byte order. */
final class Bytes {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static int uint16(byte[] b, int at) {
        return (short) SHORT.get(b, at) & 0xFFFF;
    }

    static int int32(byte[] b, int at) {
        return (int) INT.get(b, at);
    }

    static long uint32(byte[] b, int at) {
        return int32(b, at) & 0xFFFF_FFFFL;
    }

    static long int64(byte[] b, int at) {
        return (long) LONG.get(b, at);
    }

    static void put16(byte[] b, int at, int value) {
        SHORT.set(b, at, (short) value);
    }

    static void put32(byte[] b, int at, int value) {
        INT.set(b, at, value);
    }
}
