package dev.rillcast.output;

import dev.rillcast.icecast.IcecastUrl;
import java.net.InetAddress;

/**
 * An Icecast stream that takes the microphone's place.
 *
 * @param trusted whether the operator chose it, so that the output policy does not apply
 */
public record IcecastMount(IcecastUrl url, boolean trusted) {
    /**
     * Asks where its server is.
     *
     * @return the address to connect to
     * @throws OutputPolicy.Refused if it is not known, or may not be listened to
     */
    public InetAddress address(OutputPolicy policy) throws OutputPolicy.Refused {
        if (trusted) {
            try {
                return OutputPolicy.resolveTrusted(url.host());
            } catch (OutputPolicy.Refused e) { // whose message names the operator's host
                throw new OutputPolicy.Refused("the host of icecast.url is not known", true);
            }
        }
        try {
            return policy.check(url.host(), url.port());
        } catch (OutputPolicy.Refused e) {
            throw new OutputPolicy.Refused("icecast_url: " + e.getMessage(), e.heals());
        }
    }
}
