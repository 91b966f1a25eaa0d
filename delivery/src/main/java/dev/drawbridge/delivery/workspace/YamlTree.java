package dev.drawbridge.delivery.workspace;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads YAML 1.2 into a tree with line and column, within bounds. */
final class YamlTree {

    /**
     * The composer recurses, the parser doesn't: so depth is bounded before anything is composed.
     */
    private static final int DEEPEST = 40;

    private static final int MOST_EVENTS = 200_000;

    private static final int MOST_ALIASES = 50;

    private YamlTree() {}

    /** The one document of a text, or null with the reason among the problems. */
    static @Nullable Node read(String text, Problems problems) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setUseMarks(true)
                        .setMaxAliasesForCollections(MOST_ALIASES)
                        .setCodePointLimit(WorkspaceReader.LARGEST_FILE)
                        .setLabel("the file")
                        .build();
        try {
            if (!withinBounds(settings, text, problems)) {
                return null;
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(1, 1, "nothing", "a workspace", "'drawbridge init' writes one");
            }
            return root.orElse(null);
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            int line = mark == null ? 0 : mark.getLine() + 1;
            int column = mark == null ? 0 : mark.getColumn() + 1;
            if (mark != null && isTab(mark)) {
                problems.add(line, column, "a tab", "spaces", "YAML is indented with spaces only");
            } else {
                problems.add(line, column, plain(e.getProblem()), "YAML", null);
            }
            return null;
        } catch (YamlEngineException e) {
            problems.add(0, 0, plain(String.valueOf(e.getMessage())), "YAML 1.2", null);
            return null;
        }
    }

    private static boolean withinBounds(LoadSettings settings, String text, Problems problems) {
        int depth = 0;
        int events = 0;
        int aliases = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            events++;
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias -> aliases++;
                default -> {}
            }
            String tooMuch = tooMuch(depth, events, aliases);
            if (tooMuch != null) {
                Mark mark = event.getStartMark().orElseThrow();
                problems.add(
                        mark.getLine() + 1, mark.getColumn() + 1, tooMuch, "a workspace", null);
                return false;
            }
        }
        return true;
    }

    private static @Nullable String tooMuch(int depth, int events, int aliases) {
        if (depth > DEEPEST) {
            return "lists and maps nested more than " + DEEPEST + " deep";
        } else if (events > MOST_EVENTS) {
            return "more than " + MOST_EVENTS + " values";
        }
        return aliases > MOST_ALIASES ? "more than " + MOST_ALIASES + " aliases" : null;
    }

    private static boolean isTab(Mark mark) {
        int[] buffer = mark.getBuffer();
        return mark.getPointer() < buffer.length && buffer[mark.getPointer()] == '\t';
    }

    /** The parser's own words on one line, without the end of a sentence. */
    private static String plain(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.startsWith("found ") ? line.substring("found ".length()) : line;
    }
}
