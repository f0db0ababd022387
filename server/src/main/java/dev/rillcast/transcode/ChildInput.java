package dev.rillcast.transcode;

import dev.rillcast.flv.FrameWriter;
import dev.rillcast.flv.TagHead;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.PictureSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;

/** Frames as a child reads them: one stream in a container. Used by one thread. */
sealed interface ChildInput {
    /**
     * Writes one frame; waits while the child does.
     *
     * @param ticks its time in 1/90,000 s, later than the one before
     * @throws java.net.ProtocolException when the frame can't be read; the next one may
     */
    void write(Frame frame, long ticks) throws IOException;

    /** What a child with this input codec reads. */
    static ChildInput of(Codec codec, PictureSize picture, GatheringByteChannel out)
            throws IOException {
        return codec == Codec.H264 ? new Flv(out) : new Ivf(codec, picture, out);
    }

    private static void writeAll(GatheringByteChannel out, ByteBuffer... buffers)
            throws IOException {
        while (buffers[buffers.length - 1].hasRemaining()) {
            long _ = out.write(buffers);
        }
    }

    /** IVF: the only format that every ffmpeg takes VP8, VP9 and AV1 in, with exact times. */
    final class Ivf implements ChildInput {
        private static final int HEADER = 32;
        private static final int FRAME_HEADER = 12;

        private final GatheringByteChannel out;

        /**
         * Writes the header, little endian.
         *
         * <pre>
         *  "DKIF" | version = 0 (16) | header size = 32 (16) | FourCC (32)
         *  width (16) | height (16) | time base: 1/90,000 (32, 32) | number of frames (32) | 0 (32)
         * </pre>
         */
        Ivf(Codec codec, PictureSize picture, GatheringByteChannel out) throws IOException {
            this.out = out;
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            header.put("DKIF".getBytes(StandardCharsets.US_ASCII));
            header.putShort((short) 0).putShort((short) HEADER);
            header.put(fourCc(codec).getBytes(StandardCharsets.US_ASCII));
            header.putShort((short) picture.width()).putShort((short) picture.height());
            header.putInt(codec.clockRate()).putInt(1).putLong(0);
            writeAll(out, header.flip());
        }

        private static String fourCc(Codec codec) {
            return switch (codec) {
                case VP8 -> "VP80";
                case VP9 -> "VP90";
                case AV1 -> "AV01";
                case H264, OPUS, PCMU, PCMA, AAC ->
                        throw new IllegalArgumentException(codec + " in IVF");
            };
        }

        /** Each frame behind its length (32) and its time (64). */
        @Override
        public void write(Frame frame, long ticks) throws IOException {
            ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(frame.length()).putLong(ticks);
            writeAll(
                    out,
                    header.flip(),
                    ByteBuffer.wrap(frame.array(), frame.offset(), frame.length()));
        }
    }

    /** FLV, which says when the parameter sets change. Its times are in milliseconds. */
    final class Flv implements ChildInput {
        private static final byte[] HEADER = {'F', 'L', 'V', 1, 1, 0, 0, 0, 9, 0, 0, 0, 0};
        private static final int TAG_HEADER = 11;

        private final FrameWriter writer;

        Flv(GatheringByteChannel out) throws IOException {
            writeAll(out, ByteBuffer.wrap(HEADER));
            writer =
                    new FrameWriter(
                            (type, millis, payload) -> {
                                if (type == TagHead.SCRIPT) {
                                    return; // as RTMP has it, which is a stream of its own in FLV
                                }
                                int size = payload.stream().mapToInt(ByteBuffer::remaining).sum();
                                ByteBuffer[] buffers = new ByteBuffer[payload.size() + 2];
                                buffers[0] = tagHeader(type, size, millis);
                                for (int i = 0; i < payload.size(); i++) {
                                    buffers[i + 1] = payload.get(i);
                                }
                                buffers[buffers.length - 1] =
                                        ByteBuffer.allocate(4).putInt(TAG_HEADER + size).flip();
                                writeAll(out, buffers);
                            });
            writer.announce(Pictures.H264);
        }

        /** Type (8) | size (24) | time stamp, low 24 bits | high 8 bits | stream = 0 (24). */
        private static ByteBuffer tagHeader(int type, int size, long millis) {
            ByteBuffer header = ByteBuffer.allocate(TAG_HEADER);
            header.putInt(type << 24 | size);
            header.putInt(((int) millis << 8) | ((int) (millis >> 24) & 0xFF));
            return header.rewind();
        }

        @Override
        public void write(Frame frame, long ticks) throws IOException {
            writer.write(frame, (ticks + 45) / 90);
        }
    }
}
