package dev.drawbridge.benchmarks;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The results that are kept, a JSON file each. */
final class Results {
    private final Path folder;
    private final JsonMapper mapper =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    Results(Path folder) {
        this.folder = folder;
    }

    void write(Figure figure) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file(figure.name()), mapper.writeValueAsString(figure) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("write " + file(figure.name()), e);
        }
    }

    /** One result; empty where it was never measured. */
    Optional<Figure> read(String name) {
        if (!Files.exists(file(name))) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readValue(file(name).toFile(), Figure.class));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file(name) + " isn't a result; remove it and measure anew", e);
        }
    }

    /** Those there are, in the order of the names. */
    List<Figure> read(List<String> names) {
        return names.stream().map(this::read).flatMap(Optional::stream).toList();
    }

    private Path file(String name) {
        return folder.resolve(name + ".json");
    }
}
