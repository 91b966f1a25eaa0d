package dev.drawbridge.analytics.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this desk remembers: append-only events, and tables computed from them in the same
 * transaction. It can be built again from the clusters' records; it is never the place where
 * something is decided.
 *
 * <p>For any thread; blocks on the disk, so not for the FX thread. Several processes may have the
 * same file open: each write waits up to ten seconds for the others'. A write that returned
 * survives a crash of the process and of the machine. Failures are {@link HistoryException}s.
 */
public final class History implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSERT =
            "INSERT INTO events (at, recorded_at, type, environment, service, promotion, actor, source, key, body)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING RETURNING id";
    private static final String COLUMNS =
            "id, at, recorded_at, type, environment, service, promotion, actor, source, key, body";

    private final HistoryFile file;
    private final InstantSource clock;
    private final Connection writer;
    private final ReentrantLock writing = new ReentrantLock();

    private History(HistoryFile file, InstantSource clock) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.writer = file.writer();
    }

    /**
     * Opens the file, making it (for its owner alone) where there is none.
     *
     * @param clock the desk's, for the time of writing only
     * @throws HistoryException where the file is no history, or a newer one; it is left as it is
     *     then
     */
    public static History open(Path path, InstantSource clock) {
        HistoryFile file = HistoryFile.open(path);
        try {
            return new History(file, clock);
        } catch (SQLException e) {
            throw file.translate("open", e);
        }
    }

    /** Adds one event, unless its key is known. */
    public Appended append(Event event) {
        return write("write to", c -> append(c, event));
    }

    /** Adds several events in one transaction; says for each what became of it. */
    public List<Appended> appendAll(List<Event> events) {
        return write(
                "write to",
                c -> {
                    List<Appended> results = new ArrayList<>(events.size());
                    for (Event event : events) {
                        results.add(append(c, event));
                    }
                    return results;
                });
    }

    /** Writes down what is about to be done; the act may begin when this has returned. */
    public Appended intent(JournalStep step) {
        ObjectNode body = JSON.createObjectNode().put("step", step.name());
        body.set("intent", step.intent());
        return append(
                new Event(
                        step.at(),
                        EventTypes.STEP_INTENT,
                        step.environment(),
                        step.service(),
                        step.promotion(),
                        step.actor(),
                        "desk",
                        "intent/" + step.environment() + "/" + step.name(),
                        body));
    }

    /**
     * Writes down how a step ended. The first word stands: settling it otherwise later changes
     * nothing and answers {@code differs}.
     *
     * @param outcome one word, for example {@code done}, {@code failed}, {@code not-done}
     * @param at by the server's clock
     * @param result what was seen, as a JSON object
     */
    public Appended settle(JournalStep step, String outcome, Instant at, JsonNode result) {
        ObjectNode body = JSON.createObjectNode().put("step", step.name()).put("outcome", outcome);
        body.set("result", result);
        return append(
                new Event(
                        at,
                        EventTypes.STEP_OUTCOME,
                        step.environment(),
                        step.service(),
                        step.promotion(),
                        step.actor(),
                        "desk",
                        "outcome/" + step.environment() + "/" + step.name(),
                        body));
    }

    /** The steps whose end isn't known, oldest first: each is to be settled by looking. */
    public List<JournalStep> openIntents() {
        return query(
                "SELECT environment, name, service, promotion, actor, intent_at, intent FROM journal_steps"
                        + " WHERE outcome IS NULL ORDER BY intent_at, environment, name",
                r ->
                        new JournalStep(
                                r.getString(1),
                                r.getString(2),
                                r.getString(3),
                                r.getString(4),
                                r.getString(5),
                                instant(r, 6),
                                json(r.getString(7))));
    }

    /**
     * Keeps a judgement with its input, so that it can be replayed. The same judgement twice is
     * kept once.
     */
    public Appended keepAssessment(KeptAssessment kept) {
        return write(
                "write to",
                c -> {
                    String input = KeptBytes.keep(c, kept.input());
                    ObjectNode body =
                            JSON.createObjectNode()
                                    .put("hash", kept.hash())
                                    .put("digest", kept.digest())
                                    .put("input", input)
                                    .put("findings", KeptBytes.keep(c, kept.findings()))
                                    .put("engine", kept.engine());
                    return append(
                            c,
                            new Event(
                                    kept.at(),
                                    EventTypes.ASSESSED,
                                    kept.environment(),
                                    kept.service(),
                                    null,
                                    kept.actor(),
                                    "desk",
                                    "assessed/" + kept.hash() + "/" + input,
                                    body));
                });
    }

    /** The newest judgement with this assessment hash. */
    public Optional<KeptAssessment> assessment(String hash) {
        return read(c -> {
            try (PreparedStatement p =
                    c.prepareStatement(
                            "SELECT hash, environment, service, digest, actor, input, findings, engine, at FROM assessments"
                                    + " WHERE hash = ? ORDER BY at DESC, event DESC LIMIT 1")) {
                p.setString(1, hash);
                try (ResultSet r = p.executeQuery()) {
                    if (!r.next()) {
                        return Optional.empty();
                    }
                    return Optional.of(
                            new KeptAssessment(
                                    r.getString(1),
                                    r.getString(2),
                                    r.getString(3),
                                    r.getString(4),
                                    r.getString(5),
                                    KeptBytes.read(c, r.getString(6)),
                                    KeptBytes.read(c, r.getString(7)),
                                    r.getString(8),
                                    instant(r, 9)));
                }
            }
        });
    }

    /** What changed for one service in one environment, newest first. */
    public List<Deployment> deployments(String service, String environment) {
        return query(
                "SELECT id, environment, service, digest, started, ended, outcome, kind, source FROM deployments"
                        + " WHERE environment = ? AND service = ? ORDER BY coalesce(started, ended) DESC, id DESC",
                r ->
                        new Deployment(
                                r.getString(1),
                                r.getString(2),
                                r.getString(3),
                                r.getString(4),
                                instantOrNull(r, 5),
                                instantOrNull(r, 6),
                                r.getString(7),
                                r.getString(8),
                                r.getString(9)),
                environment,
                service);
    }

    /** How far this desk last saw an environment's records. */
    public Optional<Mark> mark(String environment) {
        return query(
                        "SELECT namespace_uid, records, fence, at FROM marks WHERE environment = ?",
                        r -> new Mark(r.getString(1), r.getLong(2), r.getLong(3), instant(r, 4)),
                        environment)
                .stream()
                .findFirst();
    }

    /** Keeps a mark; the one with the latest time is what {@link #mark} answers. */
    public Appended keepMark(String environment, Mark mark) {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("namespaceUid", mark.namespaceUid())
                        .put("records", mark.records())
                        .put("fence", mark.lastFence());
        String key =
                "mark/%s/%s/%d/%d/%d"
                        .formatted(
                                environment,
                                mark.namespaceUid(),
                                mark.records(),
                                mark.lastFence(),
                                mark.at().toEpochMilli());
        return append(
                new Event(
                        mark.at(),
                        EventTypes.MARK,
                        environment,
                        null,
                        null,
                        null,
                        "desk",
                        key,
                        body));
    }

    /**
     * Events with an id above {@code afterId} in the order they were written, at most {@code
     * limit}.
     */
    public List<StoredEvent> events(long afterId, int limit) {
        return query(
                "SELECT " + COLUMNS + " FROM events WHERE id > ? ORDER BY id LIMIT ?",
                History::event,
                afterId,
                (long) limit);
    }

    /**
     * Computes all tables anew from the events; the result is what was there, unless a table was
     * damaged.
     */
    public void rebuild() {
        write(
                "rebuild",
                c -> {
                    Projections.clear(c);
                    try (PreparedStatement p =
                                    c.prepareStatement(
                                            "SELECT " + COLUMNS + " FROM events ORDER BY id");
                            ResultSet r = p.executeQuery()) {
                        while (r.next()) {
                            StoredEvent stored = event(r);
                            Projections.apply(c, stored.id(), stored.event());
                        }
                    }
                    return true;
                });
    }

    @Override
    public void close() {
        writing.lock();
        try {
            writer.close();
        } catch (SQLException e) {
            throw file.translate("close", e);
        } finally {
            writing.unlock();
        }
    }

    private Appended append(Connection c, Event e) throws SQLException {
        try (PreparedStatement p = c.prepareStatement(INSERT)) {
            p.setLong(1, e.at().toEpochMilli());
            p.setLong(2, clock.instant().toEpochMilli());
            setTexts(
                    p,
                    3,
                    e.type(),
                    e.environment(),
                    e.service(),
                    e.promotion(),
                    e.actor(),
                    e.source(),
                    e.key(),
                    e.body().toString());
            try (ResultSet r = p.executeQuery()) {
                if (!r.next()) {
                    return known(c, e);
                }
                long id = r.getLong(1);
                Projections.apply(c, id, e);
                return new Appended(id, true, false);
            }
        }
    }

    private static Appended known(Connection c, Event e) throws SQLException {
        try (PreparedStatement p =
                c.prepareStatement("SELECT " + COLUMNS + " FROM events WHERE key = ?")) {
            p.setString(1, e.key());
            try (ResultSet r = p.executeQuery()) {
                if (!r.next()) {
                    throw new SQLException("event " + e.key() + " was neither added nor found");
                }
                StoredEvent there = event(r);
                boolean same =
                        there.event().type().equals(e.type())
                                && there.event().body().equals(json(e.body().toString()));
                return new Appended(there.id(), false, !same);
            }
        }
    }

    private static StoredEvent event(ResultSet r) throws SQLException {
        return new StoredEvent(
                r.getLong(1),
                instant(r, 3),
                new Event(
                        instant(r, 2),
                        r.getString(4),
                        r.getString(5),
                        r.getString(6),
                        r.getString(7),
                        r.getString(8),
                        r.getString(9),
                        r.getString(10),
                        json(r.getString(11))));
    }

    private <T> T write(String doing, HistoryFile.Work<T> work) {
        writing.lock();
        try {
            return HistoryFile.transaction(writer, work);
        } catch (SQLException e) {
            throw file.translate(doing, e);
        } finally {
            writing.unlock();
        }
    }

    private <T> T read(HistoryFile.Work<T> work) {
        try (Connection c = file.reader()) {
            return work.on(c);
        } catch (SQLException e) {
            throw file.translate("read", e);
        }
    }

    private <T> List<T> query(String sql, Row<T> row, Object... parameters) {
        return read(c -> {
            try (PreparedStatement p = c.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    p.setObject(i + 1, parameters[i]);
                }
                List<T> rows = new ArrayList<>();
                try (ResultSet r = p.executeQuery()) {
                    while (r.next()) {
                        rows.add(row.of(r));
                    }
                }
                return rows;
            }
        });
    }

    private static void setTexts(PreparedStatement p, int from, @Nullable String... texts)
            throws SQLException {
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] == null) {
                p.setNull(from + i, Types.VARCHAR);
            } else {
                p.setString(from + i, texts[i]);
            }
        }
    }

    private static Instant instant(ResultSet r, int column) throws SQLException {
        return Instant.ofEpochMilli(r.getLong(column));
    }

    private static @Nullable Instant instantOrNull(ResultSet r, int column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static JsonNode json(String text) throws SQLException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("an event's body is not JSON", e);
        }
    }

    private interface Row<T> {
        T of(ResultSet r) throws SQLException;
    }
}
