package dev.rillcast.auth;

import dev.rillcast.auth.RefusedException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;

/** A server that knows API keys: it answers a GET that carries a good one with 2xx. */
public final class Bintu {
    private static final String HEADER = "X-BINTU-APIKEY";

    /** What may stand in a header; nothing else is a key. */
    private static final String KEY = "[\\x21-\\x7e]{1,256}";

    private final URI address;
    private final Inquiry inquiry = new Inquiry("auth.bintu");

    public Bintu(URI address) {
        this.address = address;
    }

    boolean vouchesFor(String key) throws RefusedException {
        if (!key.matches(KEY)) {
            return false;
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(address).header(HEADER, key).GET().build();
            return inquiry.ask(request, Bintu::decision);
        } catch (IOException e) {
            throw new RefusedException(
                    Reason.UNAVAILABLE, "API keys can't be checked now; try again later");
        }
    }

    private static boolean decision(Inquiry.Answer answer) throws IOException {
        int status = answer.status();
        if (status == 401 || status == 403) {
            return false;
        }
        if (status / 100 != 2) {
            throw new IOException("it answered with status " + status);
        }
        return true;
    }
}
