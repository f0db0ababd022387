package dev.rillcast.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes in is answered or refused, and an answer can be read. */
class HostileSdpTest {
    private static final Answer ANSWER = new Answer("u", "p", "sha-256 AA", List.of("1"));

    @Test
    void randomBytesAreRefused() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertTrue(!answered(text) && !answered("v=0\n" + text));
        }
    }

    @Test
    void mutatedOffersAreAnsweredOrRefused() {
        Random random = new Random(6);
        int answered = 0;
        for (int i = 0; i < 2_000; i++) {
            String client = Offers.CLIENTS.get(i % Offers.CLIENTS.size());
            StringBuilder text = new StringBuilder(Offers.of(client));
            for (int k = 1 + random.nextInt(6); k > 0; k--) {
                mutate(text, random);
            }
            answered += answered(text.toString()) ? 1 : 0;
        }
        assertTrue(answered > 200 && answered < 1_950, answered + " of 2,000 were answered");
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() - 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(40));
        switch (random.nextInt(4)) {
            case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
            case 1 -> text.delete(at, end);
            case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
            default -> text.insert(at, "0 :/=;\r\n-*Ω\u0000".charAt(random.nextInt(12)));
        }
    }

    private static boolean answered(String text) {
        try {
            Offer offer = Offer.parse(text, Offer.ALL_VIDEO);
            SessionDescription answer = SessionDescription.parse(ANSWER.to(offer));
            assertEquals(offer.sections().size(), answer.media().size());
            return true;
        } catch (SdpException e) {
            assertTrue(e.getMessage() != null && e.getMessage().length() < 600);
            return false;
        }
    }
}
