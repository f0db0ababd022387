package dev.rillcast.bench;

/**
 * What the sink says of one stream.
 *
 * @param firstVideo when the first coded frame was there, in nanoseconds of Unix time; 0: never
 * @param backward time stamps less than the one before in their track
 * @param videoGap the largest step between two time stamps, in milliseconds
 * @param audioGap the same of audio
 */
record Received(
        String name,
        long firstVideo,
        long videoFrames,
        long audioFrames,
        long backward,
        long videoGap,
        long audioGap) {

    /** The stream's, which its name ends with. */
    Integer number() {
        return Integer.valueOf(name.replaceAll("^.*\\D", ""));
    }

    static Received parse(String line) {
        String[] word = line.split(" ", 7);
        return new Received(
                word[0],
                Long.parseLong(word[1]),
                Long.parseLong(word[2]),
                Long.parseLong(word[3]),
                Long.parseLong(word[4]),
                Long.parseLong(word[5]),
                Long.parseLong(word[6]));
    }
}
