package dev.drawbridge.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.styra.opa.wasm.OpaPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pack inside this process, with nothing installed: OPA's WebAssembly, compiled to JVM
 * classes when the product was built and shared by one instance for each evaluation under way. Safe
 * from any thread; at most as many evaluations run at once as there are processors. What it has run
 * is faster the next time: keep it.
 */
public final class EmbeddedEngine implements PolicyEngine {

    private static final String NAME = "the embedded policy engine";

    private final CompiledRules rules;
    private final EngineInfo info;
    private final ConcurrentLinkedDeque<WasmPolicy> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore slots = new Semaphore(Runtime.getRuntime().availableProcessors());

    private EmbeddedEngine(CompiledRules rules, EngineInfo info) {
        this.rules = rules;
        this.info = info;
    }

    /** Makes the pack of this installation ready. */
    public static EmbeddedEngine open() {
        return new EmbeddedEngine(
                CompiledRules.of(Pack.wasm()),
                new EngineInfo("embedded", libraryVersion(), Pack.digest(), null));
    }

    @Override
    public List<Finding> evaluate(byte[] inputJson) {
        byte[] resultSet = run(inputJson);
        try {
            JsonNode result = CanonicalJson.mapper().readTree(resultSet).path(0).path("result");
            List<Finding> findings = Findings.read(result, NAME);
            if (findings.isEmpty()) {
                // the module takes an input that isn't JSON for none at all
                CanonicalJson.mapper().readTree(inputJson);
            }
            return findings;
        } catch (IOException e) {
            throw new PolicyEngineException(
                    PolicyEngineException.Kind.FAILED,
                    "The rules could not be judged: the input or the answer of "
                            + NAME
                            + " isn't JSON. If the input was recorded, its record is damaged.",
                    e);
        }
    }

    private byte[] run(byte[] inputJson) {
        slots.acquireUninterruptibly();
        try {
            WasmPolicy policy = borrow();
            byte[] resultSet = policy.evaluate(0, inputJson);
            idle.push(
                    policy); // one that failed is left to the collector: its memory can't be relied
            // upon
            return resultSet;
        } catch (RuntimeException | StackOverflowError e) {
            throw new PolicyEngineException(
                    PolicyEngineException.Kind.FAILED,
                    "The rules could not be judged: "
                            + NAME
                            + " failed on the input ("
                            + reason(e)
                            + "). Report this with the input.",
                    e);
        } finally {
            slots.release();
        }
    }

    private WasmPolicy borrow() {
        @Nullable WasmPolicy free = idle.poll();
        return free == null ? new WasmPolicy(rules) : free;
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public void close() {
        idle.clear();
    }

    private static String libraryVersion() {
        try (InputStream in =
                OpaPolicy.class.getResourceAsStream(
                        "/META-INF/maven/com.styra.opa/opa-java-wasm/pom.properties")) {
            if (in == null) {
                return "unknown";
            }
            Properties properties = new Properties();
            properties.load(in);
            return "opa-java-wasm " + properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
