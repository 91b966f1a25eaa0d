package dev.drawbridge.delivery.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads and checks a workspace file. Bounded in memory, without state, from any thread. */
public final class WorkspaceReader {

    /** The largest file that is read, in bytes: 1 MiB. */
    public static final int LARGEST_FILE = 1 << 20;

    /** The workspace of a file; a {@link WorkspaceException} with every mistake if it has any. */
    public Workspace read(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Problems problems = new Problems(file);
        Located root = checked(absolute, problems);
        if (root == null || !problems.none()) {
            throw new WorkspaceException(problems.sorted());
        }
        return new WorkspaceBinder(absolute).workspace(root);
    }

    /** The mistakes of a file, in its order; empty if it has none. */
    public List<Problem> check(Path file) {
        Problems problems = new Problems(file);
        checked(file.toAbsolutePath().normalize(), problems);
        return problems.sorted();
    }

    private static @Nullable Located checked(Path file, Problems problems) {
        String text = text(file, problems);
        Node tree = text == null ? null : YamlTree.read(text, problems);
        if (tree == null) {
            return null;
        }
        ShapeCheck shapes = new ShapeCheck(problems);
        Located root = shapes.check(tree, WorkspaceShape.root());
        if (root != null && !shapes.exhausted()) {
            new CrossChecks(root, problems).run();
            Path folder = file.getParent();
            new FileChecks(folder == null ? file : folder, problems).run(root);
        }
        return root;
    }

    private static @Nullable String text(Path file, Problems problems) {
        if (Files.isDirectory(file)) {
            problems.add(0, 0, "a folder", "a workspace file", "name the file in it");
            return null;
        }
        if (!Files.exists(file)) {
            problems.add(0, 0, "no such file", "a workspace file", "'drawbridge init' writes one");
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                problems.add(0, 0, "more than 1 MiB", "a workspace file of at most 1 MiB", null);
                return null;
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            problems.add(0, 0, "bytes that aren't UTF-8", "text in UTF-8", null);
        } catch (IOException e) {
            problems.add(
                    0,
                    0,
                    "a file that can't be read (" + e.getMessage() + ")",
                    "a workspace file",
                    "see its permissions");
        }
        return null;
    }
}
