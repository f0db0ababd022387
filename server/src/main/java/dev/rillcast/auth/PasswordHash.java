package dev.rillcast.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** A password as it is kept: bcrypt, or Argon2id in the PHC string format. */
public final class PasswordHash {
    // What one attempt may cost the server: 128 MB and about a second.
    private static final int MAX_MEMORY = 128 * 1024; // in kB
    private static final int MAX_WORK = 4 * MAX_MEMORY; // passes times memory
    private static final int MAX_LANES = 16;
    private static final int MAX_COST = 14;

    private static final Pattern BCRYPT =
            Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final Pattern ARGON2ID =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,3}),p=(\\d{1,3})"
                            + "\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{22,86}");

    /** OWASP's setting for 19 MB: 16 bytes of salt, 32 of hash, 1 lane, 2 passes. */
    private static final Argon2 ARGON2 = new Argon2();

    private static final class Argon2 extends Argon2PasswordEncoder {
        Argon2() {
            super(16, 32, 1, 19 * 1024, 2);
        }

        /** What the public method does but for looking for null, which takes all of spring-core. */
        boolean matchesPassword(String password, String hash) {
            return matchesNonNull(password, hash);
        }
    }

    private final String text;
    private final boolean bcrypt;

    private PasswordHash(String text, boolean bcrypt) {
        this.text = text;
        this.bcrypt = bcrypt;
    }

    /**
     * Reads a stored hash.
     *
     * @throws IllegalArgumentException if it is of another kind, or costs too much; the message
     *     does not repeat it
     */
    static PasswordHash parse(String text) {
        Matcher bcrypt = BCRYPT.matcher(text);
        if (bcrypt.matches()) {
            int cost = Integer.parseInt(bcrypt.group(1));
            require(cost >= 4 && cost <= MAX_COST, "bcrypt's cost must be 4 to " + MAX_COST);
            return new PasswordHash(text, true);
        }
        Matcher argon2 = ARGON2ID.matcher(text);
        require(
                argon2.matches(),
                "the hash is neither bcrypt ($2b$…) nor Argon2id ($argon2id$v=19$…)");
        int memory = Integer.parseInt(argon2.group(1));
        int passes = Integer.parseInt(argon2.group(2));
        int lanes = Integer.parseInt(argon2.group(3));
        require(lanes >= 1 && lanes <= MAX_LANES, "Argon2's p must be 1 to " + MAX_LANES);
        require(
                memory >= 8 * lanes && memory <= MAX_MEMORY,
                "Argon2's m must be 8 times p to " + MAX_MEMORY);
        require(
                passes >= 1 && (long) passes * memory <= MAX_WORK,
                "Argon2's t must be 1 or more, and m times t at most " + MAX_WORK);
        return new PasswordHash(text, false);
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The Argon2id hash of a new password, as the users file takes it. */
    public static String of(String password) {
        return String.valueOf(ARGON2.encode(password));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PasswordHash hash && hash.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Whether it is the password; takes as long when it is not. */
    boolean matches(String password) {
        return bcrypt ? BCrypt.checkpw(password, text) : ARGON2.matchesPassword(password, text);
    }
}
