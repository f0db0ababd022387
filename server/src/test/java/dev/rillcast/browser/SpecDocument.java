package dev.rillcast.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API's specification: its methods and their examples, in its order. */
record SpecDocument(List<String> methods, List<SpecDocument.Example> examples) {
    /** One section per method, {@code ### rtcUser.signIn(options)}, and the constructor's. */
    private static final Pattern SECTION =
            Pattern.compile("(?m)^### (?:rtcUser\\.|new )(\\w+)\\((?:(?!^### ).*\\R?)*");

    private static final String CONSTRUCTOR = "RtcUser";

    private static final Pattern CODE = Pattern.compile("(?s)```js\\n(.*?)```");

    /**
     * An example's script.
     *
     * @param number among those of its method, from 1 on
     * @param only whether its method has no other
     */
    record Example(String method, int number, boolean only, String code) {
        @Override
        public String toString() {
            return only ? method : method + " " + number;
        }
    }

    static SpecDocument read() throws IOException {
        String text = resource("nanostream_webrtc_api-5.0.6.md");
        List<String> methods = new ArrayList<>();
        List<Example> examples = new ArrayList<>();
        for (Matcher section = SECTION.matcher(text); section.find(); ) {
            String method = section.group(1);
            if (!method.equals(CONSTRUCTOR)) {
                methods.add(method);
            }
            List<MatchResult> codes = CODE.matcher(section.group()).results().toList();
            for (int i = 0; i < codes.size(); i++) {
                examples.add(new Example(method, i + 1, codes.size() == 1, codes.get(i).group(1)));
            }
        }
        return new SpecDocument(methods, examples);
    }

    /** The one example of a method, or its first. */
    Example example(String method) {
        return examples.stream()
                .filter(each -> each.method.equals(method))
                .findFirst()
                .orElseThrow();
    }

    static String resource(String name) throws IOException {
        try (InputStream in = SpecDocument.class.getResourceAsStream("/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
