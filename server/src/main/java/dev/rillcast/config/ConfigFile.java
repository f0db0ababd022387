package dev.rillcast.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The YAML file, flattened to keys and the text of their values. */
final class ConfigFile {
    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** Where the parser has come to, in the second line of its complaint. */
    private static final Pattern POSITION =
            Pattern.compile("\\n +in .*, line ([0-9]{1,6}), column");

    private final Map<Key, List<String>> values = new EnumMap<>(Key.class);

    private ConfigFile() {}

    /** The keys that the file sets: one text for a value, several for a list. */
    static Map<Key, List<String>> read(Path path) {
        ConfigFile file = new ConfigFile();
        JsonNode root = parse(path);
        if (!root.isObject() && !root.isNull() && !root.isMissingNode()) {
            throw new ConfigException(
                    path.toString(), "must hold keys, such as http: {port: 8080}");
        }
        file.collect("", root);
        return file.values;
    }

    private static JsonNode parse(Path path) {
        try {
            return YAML.readTree(Files.readString(path));
        } catch (JacksonException e) {
            throw new ConfigException(path.toString(), syntaxError(e));
        } catch (NoSuchFileException e) {
            throw new ConfigException(path.toString(), "no such file");
        } catch (CharacterCodingException e) {
            throw new ConfigException(path.toString(), "is not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigException(path.toString(), "can't be read: " + e.getMessage());
        }
    }

    /** The line and what is wrong there, without the text of the line: it may hold a secret. */
    private static String syntaxError(JacksonException e) {
        String message = e.getOriginalMessage();
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        Matcher position = POSITION.matcher(message);
        while (position.find()) {
            line = Integer.parseInt(position.group(1));
        }
        String problem =
                message.lines()
                        .filter(text -> !text.startsWith(" ") && !text.isBlank())
                        .collect(Collectors.joining(", "));
        return "line " + line + ": " + problem;
    }

    private void collect(String prefix, JsonNode node) {
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String path = prefix + property.getKey();
            JsonNode value = property.getValue();
            if (value.isObject()) {
                collect(path + ".", value);
            } else if (!value.isNull() || !isGroup(path)) {
                set(path, value);
            }
        }
    }

    private void set(String path, JsonNode value) {
        if (isGroup(path)) {
            throw new ConfigException(path, "is a group of keys and takes no value itself");
        }
        Key key = Key.ofPath(path).orElseThrow(() -> Key.unknownPath(path));
        // A key without a value keeps its default.
        if (!value.isNull() && values.put(key, texts(path, value)) != null) {
            throw new ConfigException(path, "is set twice");
        }
    }

    private static List<String> texts(String path, JsonNode value) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            if (!element.isValueNode() || element.isNull()) {
                throw new ConfigException(path, "must be a list of plain values");
            }
            texts.add(element.asString());
        }
        return texts;
    }

    private static boolean isGroup(String path) {
        for (Key key : Key.values()) {
            if (key.path().startsWith(path + ".")) {
                return true;
            }
        }
        return false;
    }
}
