package dev.rillcast.rtmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says who publishes, to ingests that ask as Adobe's and Limelight's servers do. Each answer is a
 * connection of its own, with a query behind the application's name:
 *
 * <pre>
 *  (nothing)                   rejected: code=403 need auth; authmod=adobe
 *  ?authmod=adobe&amp;user=U       rejected: ?reason=needauth&amp;user=U&amp;salt=S&amp;challenge=C&amp;opaque=O
 *  ?authmod=adobe&amp;user=U&amp;challenge=OURS&amp;response=R&amp;opaque=O       taken, or reason=authfailed
 * </pre>
 *
 * Used by one thread.
 */
final class AuthMod {
    private static final int MAX_QUESTION = 2_000;
    private static final Pattern WAY = Pattern.compile("authmod=(\\w{1,20})");
    private static final Pattern FIELD = Pattern.compile("[?&](\\w+)=([^&\\s]*)");

    private static final Pattern ENDS_A_VALUE = Pattern.compile("[%&?#/ ]");

    /** The only count of a nonce that is ever used, RFC 2617 3.2.2. */
    private static final String FIRST_USE = "00000001";

    private final RtmpUrl url;
    private final Supplier<String> nonces;
    private String query = "";
    private boolean answered;

    /** The ingest has asked, and the answer is there: connect again. */
    static final class Again extends IOException {
        private static final long serialVersionUID = 1L;
    }

    AuthMod(RtmpUrl url) {
        this(url, () -> HexFormat.of().toHexDigits(new SecureRandom().nextInt()));
    }

    /**
     * @param nonces eight hex digits each, of which none comes twice
     */
    AuthMod(RtmpUrl url, Supplier<String> nonces) {
        this.url = url;
        this.nonces = nonces;
    }

    /** The application's name, or its URL, with what the ingest wants to know behind it. */
    String sign(String app) {
        return query.isEmpty() ? app : app + (app.contains("?") ? "&" : "?") + query;
    }

    /** Whether the ingest has asked at all. */
    boolean asked() {
        return !query.isEmpty();
    }

    /** Whether the words of a refusal ask who publishes. */
    static boolean asks(String description) {
        return WAY.matcher(description).find();
    }

    /**
     * Takes in the question.
     *
     * @throws Again when another connection may give the answer
     * @throws RtmpException when there is no answer, or it was not accepted
     */
    void answer(String code, String question) throws IOException {
        Matcher way = WAY.matcher(question);
        if (question.length() > MAX_QUESTION || !way.find()) {
            throw refused("the ingest asks for a user in a way that can't be read", code);
        }
        Map<String, String> fields = fields(question);
        String reason = fields.getOrDefault("reason", "");
        if (reason.equals("nosuchuser")) {
            throw refused("the ingest does not know the output's user", code);
        }
        if (reason.equals("authfailed") || answered) {
            throw refused("the ingest does not accept the output's user or password", code);
        }
        Login login = login(code);
        String mod = way.group(1);
        String begin = "authmod=" + mod + "&user=" + escape(login.user());
        if (reason.equals("needauth")) {
            answered = true;
            query = begin + response(mod, code, login, fields);
        } else if (query.isEmpty()) {
            query = begin;
        } else {
            throw refused("the ingest asks for the user over and over", code);
        }
        throw new Again();
    }

    private static RtmpException refused(String why, String code) {
        // Its words hold the user, and are no help to anybody.
        return RtmpException.lasting(why, code, "");
    }

    private Login login(String code) throws RtmpException {
        Login login =
                url.login()
                        .orElseThrow(
                                () ->
                                        refused(
                                                "the ingest asks for a user and a password,"
                                                        + " rtmp://user:password@host/app, and the"
                                                        + " output has none",
                                                code));
        if (login.password().isEmpty()) {
            throw refused("the ingest asks for a password, and the output has only a user", code);
        }
        return login;
    }

    private static Map<String, String> fields(String question) {
        Map<String, String> fields = new HashMap<>();
        FIELD.matcher(question).results().forEach(f -> fields.putIfAbsent(f.group(1), f.group(2)));
        return fields;
    }

    private String response(String mod, String code, Login login, Map<String, String> fields)
            throws RtmpException {
        return switch (mod) {
            case "adobe" -> adobe(login, fields);
            case "llnw" -> limelight(login, fields);
            default ->
                    throw refused(
                            "the ingest asks for the user in a way that is not known, authmod="
                                    + mod,
                            code);
        };
    }

    /** A hash of what the ingest holds, then one of that with a challenge from either side. */
    private String adobe(Login login, Map<String, String> fields) {
        String opaque = fields.getOrDefault("opaque", "");
        String theirs = opaque.isEmpty() ? fields.getOrDefault("challenge", "") : opaque;
        String ours = nonces.get();
        String held =
                base64(md5(login.user() + fields.getOrDefault("salt", "") + login.password()));
        String response = base64(md5(held + theirs + ours));
        return "&challenge="
                + ours
                + "&response="
                + response
                + (opaque.isEmpty() ? "" : "&opaque=" + opaque);
    }

    /** HTTP's Digest (RFC 2617 3.2.2) with the method "publish" and the realm "live". */
    private String limelight(Login login, Map<String, String> fields) {
        String nonce = fields.getOrDefault("nonce", "");
        String ours = nonces.get();
        String app = url.app().split("\\?", 2)[0];
        String uri = "/" + app + (app.contains("/") ? "" : "/_definst_");
        String who = hex(md5(login.user() + ":live:" + login.password()));
        String what = hex(md5("publish:" + uri));
        String response = hex(md5(String.join(":", who, nonce, FIRST_USE, ours, "auth", what)));
        return "&nonce=" + nonce + "&cnonce=" + ours + "&nc=" + FIRST_USE + "&response=" + response;
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Servers compare the name as it stands, so only what would end it is written otherwise. */
    private static String escape(String user) {
        return ENDS_A_VALUE
                .matcher(user)
                .replaceAll(end -> "%%%02X".formatted((int) end.group().charAt(0)));
    }
}
