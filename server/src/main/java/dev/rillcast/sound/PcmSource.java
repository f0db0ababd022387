package dev.rillcast.sound;

/**
 * Sound that comes by a clock of its own and goes out by the wall's, such as that of an Icecast
 * stream: 48 kHz, one or two channels, samples from -1 to 1. {@link AacLine#fill} takes as much as
 * is due, a little faster or slower while too much or too little waits. Read on the line's thread,
 * which it never blocks; whoever brings the sound may be another.
 */
public interface PcmSource {
    /** 1 or 2, of what {@link #read} gives next. The line keeps the channels that it began with. */
    int channels();

    /** How many samples wait, per channel. */
    int waiting();

    /**
     * How many samples should wait on average, so that the source does not run dry between two
     * bursts. That {@link #waiting} goes up and down with each burst does not matter: the line
     * looks at its mean over some seconds.
     */
    int aim();

    /**
     * Takes what waits, the oldest first. A source that has run dry gives nothing, so that there is
     * silence, until {@link #aim} samples wait again.
     *
     * @param planes one array per channel, written to from the beginning on; there are always two,
     *     and of a mono source only the first is written to
     * @param count the most to be taken
     * @return how many samples were taken per channel, 0 if there are none
     */
    int read(float[][] planes, int count);
}
