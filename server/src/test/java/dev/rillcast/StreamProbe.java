package dev.rillcast;

import dev.rillcast.FlvFile.Tag;
import dev.rillcast.sound.AacLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * What an ingest has of a stream.
 *
 * @param matroska the same frames in a file that every player knows
 * @param video its codec, as ffprobe names it
 * @param profile as ffprobe names it
 * @param frameRate pictures a second, over the whole recording
 * @param bitrate bit/s of the pictures, over the whole recording
 * @param longestGop seconds between two key frames
 * @param idr whether each picture that is marked as a key frame is one, and no other
 * @param audio its codec
 * @param errors what ffmpeg says when it decodes all; empty if nothing
 * @param smallestStep the least milliseconds between two pictures, or two packets of sound;
 *     negative where time stamps go back
 * @param largestHole the most milliseconds between two pictures, or two packets of sound
 */
public record StreamProbe(
        Path matroska,
        String video,
        String profile,
        int width,
        int height,
        double frameRate,
        int bitrate,
        double longestGop,
        boolean idr,
        String audio,
        int channels,
        int sampleRate,
        String errors,
        long smallestStep,
        long largestHole) {

    /** Looks at a recording; a file beside it is written. */
    public static StreamProbe of(Path flv) throws IOException, InterruptedException {
        FlvFile file = FlvFile.read(flv);
        List<Tag> pictures = file.pictures();
        List<Tag> sounds = file.sounds();
        if (pictures.size() < 2) {
            throw new AssertionError(pictures.size() + " pictures in " + flv);
        }
        double seconds = // the last one's duration is as the others'
                (pictures.getLast().time() - pictures.getFirst().time())
                        / 1_000.0
                        * pictures.size()
                        / (pictures.size() - 1);
        long bytes = pictures.stream().mapToLong(tag -> tag.size()).sum();
        Path matroska = remux(flv, pictures);
        Map<String, String> video =
                entries(matroska, "v:0", "stream=codec_name,profile:frame=width,height");
        Map<String, String> audio =
                entries(matroska, "a:0", "stream=codec_name,channels,sample_rate");
        return new StreamProbe(
                matroska,
                video.getOrDefault("codec_name", ""),
                video.getOrDefault("profile", ""),
                Integer.parseInt(video.getOrDefault("width", "0")),
                Integer.parseInt(video.getOrDefault("height", "0")),
                pictures.size() / seconds,
                (int) (bytes * 8 / seconds),
                largestStep(pictures.stream().filter(Tag::isKeyFrame).toList()) / 1_000.0,
                pictures.stream().allMatch(tag -> tag.isKeyFrame() == tag.isIdr()),
                audio.getOrDefault("codec_name", ""),
                Integer.parseInt(audio.getOrDefault("channels", "0")),
                Integer.parseInt(audio.getOrDefault("sample_rate", "0")),
                complaints(matroska),
                Math.min(smallestStep(pictures), smallestStep(sounds)),
                Math.max(largestStep(pictures), largestStep(sounds)));
    }

    /** By FFmpeg's newest program, as Debian's does not know what Enhanced RTMP brings. */
    private static Path remux(Path flv, List<Tag> pictures)
            throws IOException, InterruptedException {
        String _ = AacLine.libraryVersion(); // the server's libraries, before JavaCPP takes others
        String program = Loader.load(ffmpeg.class);
        Path matroska = flv.resolveSibling(flv.getFileName() + ".mkv");
        String vp8 = pictures.getFirst().fourCc().equals("vp08") ? vp8(flv, pictures) : "";
        String command =
                "%s -v error -i %s %s -c copy -copyts -y %s".formatted(program, flv, vp8, matroska);
        String _ = Ran.of(command.split(" +")).clean();
        return matroska;
    }

    /** No FFmpeg knows VP8 in FLV, so the pictures come from another file. */
    private static String vp8(Path flv, List<Tag> pictures) throws IOException {
        Path ivf = flv.resolveSibling(flv.getFileName() + ".ivf");
        List<byte[]> frames = pictures.stream().map(Tag::enhancedFrame).toList();
        Ivf.write(ivf, "VP80", frames, pictures.stream().mapToLong(Tag::time).toArray());
        return "-i " + ivf + " -map 1:v -map 0:a?";
    }

    /** What ffprobe says of a stream and of its first frame. */
    private static Map<String, String> entries(Path file, String stream, String what)
            throws IOException, InterruptedException {
        String command =
                "ffprobe -v error -select_streams %s -read_intervals %%+#1 -show_entries %s -of default=nw=1 %s"
                        .formatted(stream, what, file);
        String text = Ran.of(command.split(" ")).clean();
        Map<String, String> entries = new TreeMap<>();
        for (String line : text.lines().toList()) {
            entries.put(line.replaceAll("=.*", ""), line.replaceAll("^[^=]*=", ""));
        }
        return entries;
    }

    /** Frames keep their own times: two of them may fall together on the grid of a guessed rate. */
    private static String complaints(Path file) throws IOException, InterruptedException {
        String[] command =
                ("ffmpeg -v error -i " + file + " -enc_time_base -1 -f null -").split(" ");
        return Ran.of(command).errors();
    }

    private static long largestStep(List<Tag> tags) {
        long largest = 0;
        for (int i = 1; i < tags.size(); i++) {
            largest = Math.max(largest, tags.get(i).time() - tags.get(i - 1).time());
        }
        return largest;
    }

    private static long smallestStep(List<Tag> tags) {
        long smallest = Long.MAX_VALUE;
        for (int i = 1; i < tags.size(); i++) {
            smallest = Math.min(smallest, tags.get(i).time() - tags.get(i - 1).time());
        }
        return smallest;
    }
}
