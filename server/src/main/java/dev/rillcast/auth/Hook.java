package dev.rillcast.auth;

import dev.rillcast.auth.RefusedException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A web hook: the operator's own server decides. It is sent all that was brought, and answers 200
 * with {@code {"allow": true}}, beside it the fields of a {@link Grant}, or {@code {"allow":
 * false}}, beside it a {@code text} for the one who was refused.
 */
public final class Hook implements Way {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
    private static final int MAX_TEXT = 300;

    private final URI address;
    private final Inquiry inquiry = new Inquiry("auth.hook");

    private record Decision(Optional<Grant> grant, String text) {}

    public Hook(URI address) {
        this.address = address;
    }

    /** It may let somebody in for where they come from. */
    @Override
    public boolean takes(Credentials credentials) {
        return true;
    }

    @Override
    public Grant check(Knock knock) throws RefusedException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(question(knock)))
                        .build();
        Decision decision;
        try {
            decision = inquiry.ask(request, Hook::decision);
        } catch (IOException e) {
            throw new RefusedException(
                    Reason.UNAVAILABLE, "who may come in can't be checked now; try again later");
        }
        return decision.grant.orElseThrow(() -> new RefusedException(Reason.DENIED, decision.text));
    }

    private static String question(Knock knock) {
        Credentials brought = knock.credentials();
        ObjectNode node = JSON.createObjectNode();
        node.put("via", knock.stream().isPresent() ? "whip" : "signIn");
        node.put("address", knock.caller().client().getHostAddress());
        knock.caller().origin().ifPresent(origin -> node.put("origin", origin));
        knock.stream().ifPresent(stream -> node.put("streamname", stream));
        if (knock.stream().isEmpty()) {
            node.put("userName", brought.userName());
        }
        brought.room().ifPresent(room -> node.put("room", room));
        brought.token().ifPresent(token -> node.put("token", token));
        brought.serverUserName().ifPresent(name -> node.put("serverUserName", name));
        brought.serverPassword().ifPresent(password -> node.put("serverPassword", password));
        brought.bintuApiKey().ifPresent(key -> node.put("bintuApiKey", key));
        return node.toString();
    }

    /** Messages say what is wrong with the answer and repeat nothing of it. */
    private static Decision decision(Inquiry.Answer answer) throws IOException {
        if (answer.status() != 200) {
            throw new IOException("it answered with status " + answer.status());
        }
        Map<String, Object> fields = fields(answer.body());
        if (Boolean.FALSE.equals(fields.get("allow"))) {
            String text = fields.get("text") instanceof String given ? given : "";
            return new Decision(Optional.empty(), forPeople(text));
        }
        if (!Boolean.TRUE.equals(fields.get("allow"))) {
            throw new IOException("allow is neither true nor false");
        }
        try {
            return new Decision(Optional.of(GrantFields.read(fields)), "");
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage());
        }
    }

    private static Map<String, Object> fields(String body) throws IOException {
        try {
            Map<String, Object> fields = JSON.readValue(body, FIELDS);
            if (fields != null) {
                return fields;
            }
        } catch (JacksonException notJson) {
            // the same answer
        }
        throw new IOException("its answer is not a JSON object");
    }

    private static String forPeople(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.isEmpty()
                ? "access is denied"
                : line.substring(0, Math.min(line.length(), MAX_TEXT));
    }

    @Override
    public String wants() {
        return "what the operator's server asks for";
    }
}
