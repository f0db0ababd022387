package dev.rillcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Arrays;

/** Where a person, or a script by standard input, gives a secret. */
interface Prompt {
    /**
     * Asks for a secret.
     *
     * @param what it is, for the person at the terminal
     * @return never empty
     * @throws NotGivenException if there was none
     */
    String ask(String what) throws NotGivenException;

    /** There was no secret to use. */
    final class NotGivenException extends Exception {
        private static final long serialVersionUID = 1L;

        NotGivenException(String message) {
            super(message);
        }
    }

    /** The terminal, where it is typed twice and not shown; without one a line of the input. */
    @SuppressWarnings("SystemConsoleNull") // in JDK 25 it is null again, as before 22
    static Prompt standard() {
        return what -> {
            Console console = System.console();
            return console != null && console.isTerminal()
                    ? typed(console, what)
                    : line(System.in, what);
        };
    }

    /** The first line of what somebody else writes. */
    static String line(InputStream input, String what) throws NotGivenException {
        try {
            String line = new BufferedReader(new InputStreamReader(input, UTF_8)).readLine();
            if (line != null && !line.isBlank()) {
                return line;
            }
        } catch (IOException unreadable) {
            // the same answer
        }
        throw new NotGivenException("standard input holds no " + what);
    }

    private static String typed(Console console, String what) throws NotGivenException {
        char[] first = console.readPassword("%s: ", what);
        if (first == null || first.length == 0) {
            throw new NotGivenException("no " + what + " was typed");
        }
        char[] second = console.readPassword("%s again: ", what);
        if (!Arrays.equals(first, second)) {
            throw new NotGivenException("the two are not the same");
        }
        return new String(first);
    }
}
