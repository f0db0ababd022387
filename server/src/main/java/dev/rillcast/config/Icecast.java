package dev.rillcast.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Sound from an Icecast stream in the microphone's place.
 *
 * @param url its address, in which {streamname} and {room} stand for those of the target
 * @param titles whether the titles of the stream go out as metadata
 */
public record Icecast(Optional<String> url, boolean titles) {
    private static final int MAX_URL = 2_048;

    public Icecast {
        if (url.filter(template -> !isTemplate(template)).isPresent()) {
            // Without the address: it may hold a password.
            throw new ConfigException(
                    Key.ICECAST_URL.path(),
                    "must be an http:// or https:// address of at most 2048 characters, with"
                            + " {streamname} and {room}, if at all, behind the host");
        }
    }

    static Icecast of(Settings settings) {
        return new Icecast(
                settings.text(Key.ICECAST_URL), settings.flag(Key.ICECAST_TITLES, false));
    }

    /** Not in the host: what a user is called must not choose the server that is asked. */
    private static boolean isTemplate(String template) {
        String filled = template.replace("{streamname}", "x").replace("{room}", "x");
        try {
            URI url = new URI(filled);
            String scheme = String.valueOf(url.getScheme());
            String host = url.getHost();
            return scheme.matches("(?i)https?")
                    && host != null
                    && filled.length() <= MAX_URL
                    && template.startsWith(scheme + "://" + url.getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Icecast[url=" + (url.isPresent() ? "set" : "none") + ", titles=" + titles + "]";
    }
}
