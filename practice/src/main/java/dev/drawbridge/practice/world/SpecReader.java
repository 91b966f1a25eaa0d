package dev.drawbridge.practice.world;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads scenario files. JSON is read as the YAML that it is. */
final class SpecReader {
    private static final long MOST_BYTES = 1 << 20;

    private SpecReader() {}

    static WorldSpec read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new SpecException(
                        "%s: there is no such file; give a scenario file.".formatted(file));
            }
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new SpecException(
                        "%s: it has %d bytes; a scenario file has at most %d."
                                .formatted(file, size, MOST_BYTES));
            }
            return read(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new SpecException("%s: it isn't UTF-8 text.".formatted(file));
        } catch (IOException e) {
            throw new SpecException("%s: it can't be read (%s).".formatted(file, e.getMessage()));
        }
    }

    /** Reads the text of a scenario file; {@code file} names it in problems. */
    static WorldSpec read(String file, String text) {
        SpecBinder binder = new SpecBinder(file);
        Object spec = binder.bind(WorldSpec.class, composed(file, text), "scenario");
        if (spec instanceof WorldSpec whole && binder.problems().isEmpty()) {
            new SpecCheck(whole, binder).check();
            if (binder.problems().isEmpty()) {
                return whole;
            }
        }
        throw new SpecException(binder.problems());
    }

    private static Node composed(String file, String text) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setCodePointLimit((int) MOST_BYTES)
                        .setAllowRecursiveKeys(false)
                        .build();
        try {
            List<Node> documents = new java.util.ArrayList<>();
            new Compose(settings).composeAllFromString(text).forEach(documents::add);
            if (documents.size() != 1) {
                throw new SpecException(
                        "%s: it holds %d documents; a scenario file holds one."
                                .formatted(file, documents.size()));
            }
            return documents.getFirst();
        } catch (MarkedYamlEngineException e) {
            String at =
                    Optional.ofNullable(e.getProblemMark())
                            .flatMap(m -> m)
                            .map(m -> ":%d:%d".formatted(m.getLine() + 1, m.getColumn() + 1))
                            .orElse("");
            throw new SpecException(
                    "%s%s: it isn't YAML: %s."
                            .formatted(file, at, Words.shortened(e.getProblem())));
        } catch (YamlEngineException e) {
            throw new SpecException(
                    "%s: it isn't YAML: %s."
                            .formatted(file, Words.shortened(String.valueOf(e.getMessage()))));
        }
    }
}
