package dev.rillcast.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.sdp.AgreedTrack;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which layer of a simulcast a packet is of. Its SSRC says so, once that is known: by the offer, or
 * by the layer's name, its rid, which the first packets carry until the client has heard of us (RFC
 * 8852 3). Owned by the UDP door's thread.
 */
final class LayerSources {
    /** The packet is of none. */
    static final int NONE = -1;

    private static final long UNKNOWN = -1;

    private final byte[][] rids;
    private final int rid;
    private final int repairedRid;
    private final Map<Integer, Integer> repairs;
    private final long[] sources;
    private final long[] repairers;

    LayerSources(AgreedTrack track) {
        rids = track.rids().stream().map(name -> name.getBytes(US_ASCII)).toArray(byte[][]::new);
        rid = track.extensions().rid();
        repairedRid = track.extensions().repairedRid();
        repairs = track.sources().repairs();
        sources = new long[count(track)];
        repairers = new long[sources.length];
        Arrays.fill(sources, UNKNOWN);
        Arrays.fill(repairers, UNKNOWN);
        List<Integer> offered = track.sources().layers();
        for (int i = 0; rids.length == 0 && i < offered.size(); i++) {
            sources[i] = Integer.toUnsignedLong(offered.get(i));
        }
    }

    /** How many layers a track has; 1 is no simulcast. */
    static int count(AgreedTrack track) {
        return Math.max(
                1, track.rids().isEmpty() ? track.sources().layers().size() : track.rids().size());
    }

    /**
     * @return the index among the rids, or among the offer's sources where there are none
     */
    int layer(RtpPacket packet) {
        int known = find(sources, packet.ssrc());
        return known != NONE ? known : learn(sources, packet, rid);
    }

    /** Whose packet this one brings again (RFC 4588). */
    int repaired(RtpPacket packet) {
        int known = find(repairers, packet.ssrc());
        int named = known != NONE ? known : learn(repairers, packet, repairedRid);
        return named != NONE ? named : offeredRepair(packet.ssrc());
    }

    private int offeredRepair(int ssrc) {
        Integer repaired = repairs.get(ssrc);
        return repaired == null ? NONE : find(sources, repaired);
    }

    private int learn(long[] known, RtpPacket packet, int extension) {
        for (int i = 0; extension != 0 && i < rids.length; i++) {
            if (packet.carries(extension, rids[i])) {
                known[i] = Integer.toUnsignedLong(packet.ssrc());
                return i;
            }
        }
        return NONE;
    }

    private static int find(long[] known, int ssrc) {
        long wanted = Integer.toUnsignedLong(ssrc);
        for (int i = 0; i < known.length; i++) {
            if (known[i] == wanted) {
                return i;
            }
        }
        return NONE;
    }
}
