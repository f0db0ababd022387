package dev.rillcast;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of ARCHITECTURE.md and CONTRIBUTING.md that a machine can check. */
class HouseRulesTest {
    private static final String BASE = "dev.rillcast";
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "rillcast");
    private static final int MAX_PACKAGE_LINES = 2_000;

    /** Lines but for blank ones, comments and imports. */
    private static final Predicate<String> COUNTED =
            Pattern.compile("\\s*($|//|/\\*|\\*|import |package ).*").asMatchPredicate().negate();

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");

    @Test
    void aRoomUsesOnlyTheRoomsThatTheTableAllows() throws IOException {
        Map<String, Set<String>> allowed = tableOfRooms();
        Set<String> broken = new TreeSet<>();
        for (JavaClass user : CLASSES) {
            String room = room(user);
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(used)
                        && !room.isEmpty()
                        && !room.equals(room(used))
                        && !allowed.getOrDefault(room, Set.of()).contains(room(used))) {
                    broken.add(room + " uses " + room(used) + ": " + user.getSimpleName());
                }
            }
        }
        assertEquals(Set.of(), broken);
    }

    @Test
    void theTableNamesEveryRoomAndNoOther() throws IOException {
        Set<String> rooms =
                CLASSES.stream()
                        .map(HouseRulesTest::room)
                        .filter(room -> !room.isEmpty())
                        .collect(toCollection(TreeSet::new));
        assertEquals(rooms, tableOfRooms().keySet(), "the table of ARCHITECTURE.md");
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "org.bouncycastle, dtls",
        "org.bytedeco, sound",
        "io.github.jaredmdobson, sound",
        "io.javalin, web",
        "org.eclipse.jetty, web",
        "nl.altindag, web",
        "picocli, ''",
        "tools.jackson, config report signal web auth",
        "com.nimbusds, auth",
        "org.springframework, auth",
        "io.micrometer, metrics",
        "io.prometheus, metrics",
    })
    void aLibraryIsKnownToItsRoomsOnly(String library, String rooms) {
        Set<String> may = Set.of(rooms.split(" "));
        Set<String> broken = new TreeSet<>();
        for (JavaClass user : CLASSES) {
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                String used = dependency.getTargetClass().getPackageName() + ".";
                if (used.startsWith(library + ".") && !may.contains(room(user))) {
                    broken.add(user.getName());
                }
            }
        }
        assertEquals(Set.of(), broken, "know " + library);
    }

    @Test
    void noRoomIsALumberRoom() {
        Pattern lumber =
                Pattern.compile(".*\\.(util|utils|common|helpers?|managers?|impl)(\\..*)?");
        for (JavaClass javaClass : CLASSES) {
            String name = javaClass.getPackageName();
            assertTrue(!lumber.matcher(name).matches(), name);
        }
    }

    @Test
    void noRoomIsTooLarge() throws IOException {
        for (Path room : rooms()) {
            long lines = 0;
            for (Path file : javaFiles(room)) {
                lines += Files.readAllLines(file).stream().filter(COUNTED).count();
            }
            assertTrue(lines <= MAX_PACKAGE_LINES, room + " has " + lines + " lines of code");
        }
    }

    @Test
    void everyRoomSaysWhatItHoldsAndIsNullMarked() throws IOException {
        for (Path room : rooms()) {
            Path info = room.resolve("package-info.java");
            assertTrue(Files.exists(info), info + " is missing");
            String text = Files.readString(info);
            assertTrue(text.startsWith("/**") && text.contains("\n@NullMarked\n"), info.toString());
        }
    }

    /** Each row's room, and the rooms in its last column. */
    private static Map<String, Set<String>> tableOfRooms() throws IOException {
        String page = Files.readString(Path.of("..", "ARCHITECTURE.md"));
        Pattern row = Pattern.compile("(?m)^\\| `(\\w+)` \\|.*\\|([^|]*)\\|$");
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (MatchResult match : row.matcher(page).results().toList()) {
            Set<String> used =
                    Arrays.stream(match.group(2).split("[^a-z]+"))
                            .collect(toCollection(TreeSet::new));
            rooms.put(match.group(1), used);
        }
        return rooms;
    }

    /** The package below ours, or nothing for the root. */
    private static String room(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.equals(BASE) ? "" : name.substring(BASE.length() + 1);
    }

    private static boolean isOurs(JavaClass javaClass) {
        return (javaClass.getPackageName() + ".").startsWith(BASE + ".");
    }

    private static Iterable<Path> rooms() throws IOException {
        try (Stream<Path> paths = Files.walk(SOURCES)) {
            return paths.filter(Files::isDirectory).toList();
        }
    }

    private static Iterable<Path> javaFiles(Path room) throws IOException {
        try (Stream<Path> paths = Files.list(room)) {
            return paths.filter(path -> path.toString().endsWith(".java")).toList();
        }
    }
}
