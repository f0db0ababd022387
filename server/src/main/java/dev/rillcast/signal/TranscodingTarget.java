package dev.rillcast.signal;

import static dev.rillcast.signal.Fields.malformed;

import dev.rillcast.media.PictureSize;
import dev.rillcast.output.TargetOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One target of the argument {@code transcodingTargets} of {@code startBroadcast}.
 *
 * @param path what errors call it: {@code transcodingTargets}, or {@code transcodingTargets[1]}
 * @param streamName decoded, if it was URI-encoded
 */
record TranscodingTarget(
        String path, Optional<String> output, Optional<String> streamName, TargetOptions options) {
    static final String PATH = "transcodingTargets";

    private static final int MAX_TARGETS = 8;
    private static final int MAX_URL = 2_048;
    private static final int MIN_VIDEO = 16_000;
    private static final int MAX_VIDEO = 50_000_000;
    private static final int MAX_FRAMERATE = 120;

    /** RFC 3986 2.1. */
    private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    /**
     * Reads the one target, or all of an array.
     *
     * @param message the request that has them
     */
    static List<TranscodingTarget> readAll(JsonNode message) throws SignalException {
        JsonNode node = message.path(PATH);
        if (!node.isArray()) {
            return List.of(read(node, PATH));
        }
        if (node.isEmpty() || node.size() > MAX_TARGETS) {
            throw malformed(PATH + " must be an object, or 1 to " + MAX_TARGETS + " of them");
        }
        List<TranscodingTarget> targets = new ArrayList<>();
        for (JsonNode each : node) {
            targets.add(read(each, PATH + "[" + targets.size() + "]"));
        }
        return List.copyOf(targets);
    }

    private static TranscodingTarget read(JsonNode node, String path) throws SignalException {
        if (!node.isObject()) {
            throw malformed(path + " must be an object");
        }
        Fields fields = new Fields(node, path + ".");
        Optional<String> output = fields.optionalText("output", MAX_URL);
        Optional<String> name = fields.optionalText("streamname", MAX_URL);
        return new TranscodingTarget(
                path, output, name.map(TranscodingTarget::decode), options(fields));
    }

    private static TargetOptions options(Fields fields) throws SignalException {
        return new TargetOptions(
                fields.wholeNumber("videobitrate", MIN_VIDEO, MAX_VIDEO),
                fields.wholeNumber(
                        "audiobitrate",
                        TargetOptions.MIN_AUDIO_BITRATE,
                        TargetOptions.MAX_AUDIO_BITRATE),
                fields.number("framerate", 1, MAX_FRAMERATE),
                size(fields),
                fields.flag("dropframes", TargetOptions.NONE.dropFrames()),
                fields.optionalFlag("h264passthrough"),
                fields.flag("passthrough", TargetOptions.NONE.passthrough()),
                fields.flag("icecast_audio", TargetOptions.NONE.icecastAudio()),
                icecastUrl(fields),
                ConnectInfo.read(fields));
    }

    private static Optional<PictureSize> size(Fields fields) throws SignalException {
        OptionalInt width = fields.wholeNumber("width", PictureSize.MIN, PictureSize.MAX);
        OptionalInt height = fields.wholeNumber("height", PictureSize.MIN, PictureSize.MAX);
        if (width.isEmpty() && height.isEmpty()) {
            return Optional.empty();
        }
        if (width.isEmpty() || height.isEmpty()) {
            String missing = width.isEmpty() ? "width" : "height";
            throw malformed(fields.path() + missing + " must be given beside the other side");
        }
        try {
            return Optional.of(new PictureSize(width.getAsInt(), height.getAsInt()));
        } catch (IllegalArgumentException odd) {
            throw malformed(fields.path() + odd.getMessage());
        }
    }

    /**
     * Where it leads is looked at when it is asked; the address is not printed, it may hold a
     * password.
     */
    private static Optional<String> icecastUrl(Fields fields) throws SignalException {
        Optional<String> url = fields.optionalText("icecast_url", MAX_URL).map(String::strip);
        if (url.isPresent() && !isHttp(url.get())) {
            throw malformed(
                    fields.path()
                            + "icecast_url must be an address that starts with http:// or https://");
        }
        return url;
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && String.valueOf(uri.getScheme()).matches("(?i)https?");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Pages bring names encoded and as they are. A name counts as encoded if each of its % begins
     * an escape and the whole is UTF-8 then; any other is taken as it is. A plus stays a plus.
     */
    private static String decode(String name) {
        if (ESCAPES.matcher(name).replaceAll("").contains("%")) {
            return name;
        }
        Matcher escapes = ESCAPES.matcher(name);
        StringBuilder decoded = new StringBuilder();
        while (escapes.find()) {
            Optional<String> text = utf8(escapes.group());
            if (text.isEmpty()) {
                return name;
            }
            escapes.appendReplacement(decoded, Matcher.quoteReplacement(text.get()));
        }
        return escapes.appendTail(decoded).toString();
    }

    private static Optional<String> utf8(String escapes) {
        byte[] bytes = HexFormat.of().parseHex(escapes.replace("%", ""));
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
        } catch (CharacterCodingException otherwise) {
            return Optional.empty();
        }
    }
}
