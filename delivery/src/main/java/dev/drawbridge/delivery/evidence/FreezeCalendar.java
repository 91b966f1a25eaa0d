package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.policies.GateInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Parameter;
import net.fortuna.ical4j.model.Period;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.DateProperty;
import org.jspecify.annotations.Nullable;

/**
 * The times of an iCalendar file (RFC 5545) in which nothing is to start: each event that isn't
 * cancelled, its recurrences, without its exceptions. Whole days and times without a zone mean that
 * time anywhere on Earth. What isn't understood is refused: an event left out would be a freeze
 * that isn't kept.
 */
public final class FreezeCalendar {
    private static final long LARGEST = 1 << 20;
    private static final int MOST_WINDOWS = 1000;
    private static final Duration EARLIEST_ZONE = Duration.ofHours(14);
    private static final Duration LATEST_ZONE = Duration.ofHours(12);

    private final String name;

    private FreezeCalendar(String name) {
        this.name = name;
    }

    /**
     * The windows that overlap {@code from} to {@code until}, by their start.
     *
     * @throws ConnectorException UNREADABLE with the one sentence that says what isn't understood
     */
    public static List<GateInput.Window> windows(Path file, Instant from, Instant until) {
        return new FreezeCalendar(file.toString()).read(bytes(file), from, until);
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw Documents.tooLarge("the freeze calendar " + file, "is larger than 1 MiB");
            }
            return bytes;
        } catch (IOException e) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "The freeze calendar %s can't be read (%s); put it back or take it out of the workspace."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private List<GateInput.Window> read(byte[] content, Instant from, Instant until) {
        try {
            Calendar calendar = new CalendarBuilder().build(new ByteArrayInputStream(content));
            List<VEvent> events = calendar.getComponents(Component.VEVENT);
            Map<String, Set<Instant>> moved = new HashMap<>();
            for (VEvent event : events) {
                Optional<DateProperty<Temporal>> moves = event.getProperty(Property.RECURRENCE_ID);
                if (moves.isPresent()) {
                    requireSingle(event, moves.get());
                    moved.computeIfAbsent(uid(event), uid -> new HashSet<>())
                            .add(earliest(moves.get().getDate()));
                }
            }
            List<GateInput.Window> windows = new ArrayList<>();
            for (VEvent event : events) {
                add(event, moved, from, until, windows);
            }
            windows.sort(
                    Comparator.comparingLong(GateInput.Window::from)
                            .thenComparing(GateInput.Window::reason));
            return windows;
        } catch (ParserException e) {
            throw refused("line " + e.getLineNo() + " is not iCalendar", e);
        } catch (IOException
                | DateTimeException
                | IllegalArgumentException
                | IllegalStateException e) {
            throw refused(Documents.shown(String.valueOf(e.getMessage())), e);
        }
    }

    private void add(
            VEvent event,
            Map<String, Set<Instant>> moved,
            Instant from,
            Instant until,
            List<GateInput.Window> windows) {
        if (event.getProperty(Property.STATUS)
                .map(Property::getValue)
                .filter("CANCELLED"::equalsIgnoreCase)
                .isPresent()) {
            return;
        }
        refuseTooOften(event);
        Temporal start =
                event.getStartDate()
                        .map(DateProperty::getDate)
                        .orElseThrow(() -> refused("an event has no DTSTART", null));
        Set<Instant> replaced =
                event.getProperty(Property.RECURRENCE_ID).isPresent()
                        ? Set.of()
                        : moved.getOrDefault(uid(event), Set.of());
        for (Period<Temporal> one : occurrences(event, start, from, until)) {
            Instant begins = earliest(one.getStart());
            Instant ends = ends(event, start, one);
            if (!replaced.contains(begins) && ends.isAfter(from) && begins.isBefore(until)) {
                windows.add(
                        new GateInput.Window(
                                begins.getEpochSecond(),
                                ends.getEpochSecond(),
                                summary(event),
                                name));
            }
            if (windows.size() > MOST_WINDOWS) {
                throw refused(
                        "it freezes more than "
                                + MOST_WINDOWS
                                + " times between now and the planned end",
                        null);
            }
        }
    }

    /**
     * Asked for a little more on both sides, since occurrences are found by their start in their
     * own zone.
     */
    private Set<Period<Temporal>> occurrences(
            VEvent event, Temporal start, Instant from, Instant until) {
        Duration margin = length(event, start).plus(Duration.ofDays(2));
        Instant first = from.minus(margin);
        Instant last = until.plus(Duration.ofDays(2));
        return switch (start) {
            case LocalDate date ->
                    event.calculateRecurrenceSet(
                            new Period<>(
                                    first.atZone(ZoneOffset.UTC).toLocalDate(),
                                    last.atZone(ZoneOffset.UTC).toLocalDate()));
            case LocalDateTime local ->
                    event.calculateRecurrenceSet(
                            new Period<>(
                                    first.atZone(ZoneOffset.UTC).toLocalDateTime(),
                                    last.atZone(ZoneOffset.UTC).toLocalDateTime()));
            case ZonedDateTime zoned ->
                    event.calculateRecurrenceSet(
                            new Period<>(
                                    first.atZone(zoned.getZone()), last.atZone(zoned.getZone())));
            case Instant instant -> event.calculateRecurrenceSet(new Period<>(first, last));
            case OffsetDateTime offset ->
                    event.calculateRecurrenceSet(
                            new Period<>(
                                    first.atOffset(offset.getOffset()),
                                    last.atOffset(offset.getOffset())));
            default ->
                    throw refused("an event starts at " + start + ", which isn't understood", null);
        };
    }

    private Duration length(VEvent event, Temporal start) {
        Duration length = Duration.between(earliest(start), latest(end(event, start)));
        if (length.isNegative()) {
            throw refused("the event \"" + summary(event) + "\" ends before it starts", null);
        }
        return length;
    }

    private static Temporal end(VEvent event, Temporal start) {
        if (event.getProperty(Property.DTEND).isEmpty()
                && event.getProperty(Property.DURATION).isEmpty()) {
            return start instanceof LocalDate date ? date.plusDays(1) : start;
        }
        return event.getEndDate(true).map(DateProperty::getDate).orElse(start);
    }

    /**
     * An occurrence of an event with DTEND lasts exactly as long as the first (RFC 5545, 3.8.5.3),
     * while people mean the hour on their clocks: where a change of the clocks lies between, the
     * later of both.
     */
    private Instant ends(VEvent event, Temporal start, Period<Temporal> one) {
        if (event.getProperty(Property.DTEND).isPresent()
                && start instanceof ZonedDateTime first
                && end(event, start) instanceof ZonedDateTime firstEnd
                && one.getStart() instanceof ZonedDateTime begins) {
            Duration local = Duration.between(first.toLocalDateTime(), firstEnd.toLocalDateTime());
            Instant byTheClock =
                    begins.toLocalDateTime().plus(local).atZone(begins.getZone()).toInstant();
            Instant exact = latest(one.getEnd());
            return byTheClock.isAfter(exact) ? byTheClock : exact;
        }
        if (one.getStart() instanceof LocalDate day && start instanceof LocalDate first) {
            return latest(
                    day.plusDays(first.until(LocalDate.from(end(event, start)), ChronoUnit.DAYS)));
        }
        return latest(one.getEnd());
    }

    private void refuseTooOften(VEvent event) {
        boolean often =
                event.getProperty(Property.RRULE)
                        .map(Property::getValue)
                        .filter(rule ->
                                rule.contains("FREQ=SECONDLY") || rule.contains("FREQ=MINUTELY"))
                        .isPresent();
        if (often) {
            throw refused(
                    "the event \""
                            + summary(event)
                            + "\" recurs more often than hourly, which is no freeze",
                    null);
        }
    }

    private void requireSingle(VEvent event, DateProperty<Temporal> moves) {
        if (moves.getParameter(Parameter.RANGE).isPresent()) {
            throw refused(
                    "the event \""
                            + summary(event)
                            + "\" changes all later ones (RANGE=THISANDFUTURE), which isn't supported; end the series and begin another",
                    null);
        }
    }

    private static String uid(VEvent event) {
        return event.getProperty(Property.UID).map(Property::getValue).orElse("");
    }

    private static String summary(VEvent event) {
        return Documents.shown(
                event.getProperty(Property.SUMMARY).map(Property::getValue).orElse("freeze"));
    }

    private Instant earliest(Temporal time) {
        return instant(time, ZoneOffset.ofTotalSeconds((int) EARLIEST_ZONE.toSeconds()));
    }

    private Instant latest(Temporal time) {
        return instant(time, ZoneOffset.ofTotalSeconds((int) -LATEST_ZONE.toSeconds()));
    }

    private Instant instant(Temporal time, ZoneOffset withoutZone) {
        return switch (time) {
            case LocalDate date -> date.atStartOfDay().toInstant(withoutZone);
            case LocalDateTime local -> local.toInstant(withoutZone);
            case ZonedDateTime zoned -> zoned.toInstant();
            case OffsetDateTime offset -> offset.toInstant();
            case Instant instant -> instant;
            default -> throw refused("the time " + time + " isn't understood", null);
        };
    }

    private ConnectorException refused(String why, @Nullable Exception cause) {
        return new ConnectorException(
                Kind.UNREADABLE,
                "The freeze calendar %s can't be relied on: %s; correct it.".formatted(name, why),
                cause);
    }
}
