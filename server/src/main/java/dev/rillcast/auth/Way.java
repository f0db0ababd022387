package dev.rillcast.auth;

/** One way to prove who one is. May be asked by many threads at once. */
public interface Way {
    /** Whether there is something among the credentials that this way looks at. */
    boolean takes(Credentials credentials);

    /**
     * Looks at them; may block for some seconds.
     *
     * @throws RefusedException if they are wrong or can't be checked now
     */
    Grant check(Knock knock) throws RefusedException;

    /** What it wants, in the words of {@code signIn}'s options. */
    String wants();
}
