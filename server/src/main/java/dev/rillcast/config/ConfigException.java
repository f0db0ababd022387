package dev.rillcast.config;

/**
 * The configuration can't be used. The message is one line that names the key, the value, unless it
 * is a secret, and what is allowed.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param name the key, or the file or variable where it should be
     * @param problem what is wrong with it, without any secret
     */
    public ConfigException(String name, String problem) {
        super((name + ": " + problem).replaceAll("\\s+", " "));
    }
}
