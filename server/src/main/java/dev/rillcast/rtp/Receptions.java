package dev.rillcast.rtp;

import dev.rillcast.media.Codec;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What comes in of all tracks together since the server's start, by codec. So the sum is there
 * without asking any of them, and does not go back when one ends. Written by the UDP door's thread,
 * as each {@link Reception} is; any thread may read.
 */
public final class Receptions {
    private final Map<Codec, Reception> all = new EnumMap<>(Codec.class); // never changes

    public Receptions() {
        for (Codec codec : Codec.values()) {
            if (codec != Codec.AAC) { // which does not come by RTP
                all.put(codec, new Reception(codec));
            }
        }
    }

    /** For another track; what it counts is counted here, too. */
    public Reception track(Codec codec) {
        return new Reception(codec, all.get(codec));
    }

    /** The sum of each codec, also of one that nothing has come of. */
    public Collection<Reception> all() {
        return Collections.unmodifiableCollection(all.values());
    }
}
