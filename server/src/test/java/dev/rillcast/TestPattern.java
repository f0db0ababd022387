package dev.rillcast;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pictures that a page's camera shows one after the other, and how they look where they arrive.
 * Each has its number in it, as six cells at the bottom left; the last one is the flash. Their
 * noise makes an encoder need its bitrate.
 */
public final class TestPattern {
    public static final int WIDTH = 640;
    public static final int HEIGHT = 360;

    /** Of the last picture, which has white in its upper two ninths. */
    public static final int FLASH = 32;

    private static final int BITS = 6;
    private static final int CELL = 40;
    private static final int LEFT = 8;
    private static final int PICTURE_BYTES = WIDTH * HEIGHT * 3 / 2;

    /** Each so many pictures one is compared; no divisor of what else repeats. */
    private static final int SAMPLED = 7;

    /** How a browser may turn the page's red, green and blue into luma and chroma. */
    private static final List<String> CONVENTIONS =
            List.of(
                    "out_range=tv:out_color_matrix=bt601",
                    "out_range=tv:out_color_matrix=bt709",
                    "out_range=pc:out_color_matrix=bt709");

    private static final Pattern SSIM =
            Pattern.compile("SSIM Y:(\\S+) \\S+ U:(\\S+) \\S+ V:(\\S+)");

    private final Path directory;

    /**
     * A pattern that was made before.
     *
     * @param directory with nothing else in it
     */
    TestPattern(Path directory) {
        this.directory = directory;
    }

    /**
     * The structural similarity of what arrived and what was shown, of luma and both chromas: 1 is
     * the same.
     */
    public record Likeness(double y, double u, double v) {
        public double least() {
            return Math.min(y, Math.min(u, v));
        }
    }

    /** Writes the pictures, as JPEG files, into a directory of their own within that one. */
    public static TestPattern make(Path parent) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(parent, "pictures");
        StringBuilder filters = new StringBuilder("noise=alls=8:allf=t");
        filters.append(box(LEFT, HEIGHT - CELL, BITS * CELL, CELL, "black", "1"));
        for (int bit = 0; bit < BITS; bit++) {
            String set = "mod(floor(n/%d),2)".formatted(1 << bit);
            filters.append(box(LEFT + bit * CELL, HEIGHT - CELL, CELL, CELL, "white", set));
        }
        filters.append(box(0, 0, WIDTH, HEIGHT * 2 / 9, "white", "eq(n," + FLASH + ")"));
        String source =
                "testsrc2=s=%dx%d:r=30,%s,format=yuvj420p".formatted(WIDTH, HEIGHT, filters);
        String _ =
                Ran.of(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-f",
                                "lavfi",
                                "-i",
                                source,
                                "-frames:v",
                                Integer.toString(FLASH + 1),
                                "-q:v",
                                "3",
                                "-y",
                                directory + "/%02d.jpg")
                        .clean();
        return new TestPattern(directory);
    }

    /** Where the pictures are. */
    Path directory() {
        return directory;
    }

    /** As ffmpeg takes them for input. */
    public String files() {
        return directory + "/%02d.jpg";
    }

    /** The files' contents in Base64, in order. */
    public List<String> encoded() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= FLASH + 1; i++) {
            byte[] bytes = Files.readAllBytes(Path.of(files().formatted(i)));
            texts.add(Base64.getEncoder().encodeToString(bytes));
        }
        return texts;
    }

    private static String box(int x, int y, int width, int height, String color, String when) {
        return ",drawbox=x=%d:y=%d:w=%d:h=%d:color=%s:t=fill:enable='%s'"
                .formatted(x, y, width, height, color, when);
    }

    /**
     * The numbers of all pictures of a recording, in its order.
     *
     * @param view the filter of ffmpeg that gives the pattern's part of the picture; "null" for all
     *     of it
     */
    public static List<Integer> numbers(Path recording, String view)
            throws IOException, InterruptedException {
        String cells =
                "%s,scale=%d:%d,crop=%d:%d:%d:%d,scale=%d:1:flags=area"
                        .formatted(
                                view, WIDTH, HEIGHT, BITS * CELL, CELL, LEFT, HEIGHT - CELL, BITS);
        byte[] luma = raw(recording, cells, "gray");
        List<Integer> numbers = new ArrayList<>();
        for (int from = 0; from < luma.length; from += BITS) {
            int number = 0;
            for (int bit = 0; bit < BITS; bit++) {
                number |= (luma[from + bit] & 0xFF) > 127 ? 1 << bit : 0;
            }
            numbers.add(number);
        }
        return numbers;
    }

    /**
     * How like the pictures of a recording are to those of the same numbers.
     *
     * @param view as above
     */
    public Likeness likeness(Path recording, String view) throws IOException, InterruptedException {
        List<Integer> numbers = numbers(recording, view);
        String some =
                "%s,select=not(mod(n\\,%d)),scale=%d:%d".formatted(view, SAMPLED, WIDTH, HEIGHT);
        byte[] shown = raw(recording, some, "yuv420p");
        Path arrived = Files.createTempFile(directory, "arrived", ".yuv");
        Files.write(arrived, shown);
        Likeness best = new Likeness(0, 0, 0);
        for (String convention : CONVENTIONS) {
            byte[] all = raw(Path.of(files()), "scale=in_range=pc:" + convention, "yuv420p");
            ByteArrayOutputStream wanted = new ByteArrayOutputStream(shown.length);
            for (int i = 0; i < numbers.size(); i += SAMPLED) {
                int number = Math.min(numbers.get(i), FLASH);
                wanted.write(all, number * PICTURE_BYTES, PICTURE_BYTES);
            }
            Path reference = Files.createTempFile(directory, "wanted", ".yuv");
            Files.write(reference, wanted.toByteArray());
            Likeness likeness = ssim(arrived, reference);
            best = likeness.least() > best.least() ? likeness : best;
            Files.delete(reference);
        }
        Files.delete(arrived);
        return best;
    }

    private static Likeness ssim(Path arrived, Path wanted)
            throws IOException, InterruptedException {
        String raw = "-f rawvideo -s " + WIDTH + "x" + HEIGHT + " -i ";
        String command =
                "ffmpeg -hide_banner "
                        + raw
                        + arrived
                        + " "
                        + raw
                        + wanted
                        + " -lavfi ssim -f null -";
        String said = Ran.of(command.split(" ")).errors();
        Matcher figures = SSIM.matcher(said);
        if (!figures.find()) {
            throw new AssertionError(said);
        }
        return new Likeness(
                Double.parseDouble(figures.group(1)),
                Double.parseDouble(figures.group(2)),
                Double.parseDouble(figures.group(3)));
    }

    /** A damaged recording is shown as well as can be: what is wrong with it is not told here. */
    private static byte[] raw(Path file, String filter, String format)
            throws IOException, InterruptedException {
        String command =
                "ffmpeg -v error -i %s -an -vf %s -pix_fmt %s -fps_mode passthrough -f rawvideo -"
                        .formatted(file, filter, format);
        return Ran.of(command.split(" ")).output();
    }
}
