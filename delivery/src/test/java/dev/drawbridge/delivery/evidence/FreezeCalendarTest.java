package dev.drawbridge.delivery.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.policies.GateInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezeCalendarTest {
    @TempDir Path folder;

    @Test
    void aWeeklyFreezeKeepsItsLocalHoursOverTheChangeToSummerTime() throws Exception {
        String weekend =
                """
                UID:weekend
                DTSTART;TZID=Europe/London:20260306T170000
                DTEND;TZID=Europe/London:20260309T080000
                RRULE:FREQ=WEEKLY
                SUMMARY:weekend\
                """;
        // London goes to summer time on 29 March 2026, inside the second window, which RFC 5545
        // makes end at 09:00 there.
        assertThat(windows(weekend, "2026-03-20T00:00:00Z", "2026-04-08T00:00:00Z"))
                .containsExactly(
                        "2026-03-20T17:00:00Z..2026-03-23T08:00:00Z weekend",
                        "2026-03-27T17:00:00Z..2026-03-30T08:00:00Z weekend",
                        "2026-04-03T16:00:00Z..2026-04-06T07:00:00Z weekend");
    }

    @Test
    void inAutumnTheWindowLastsUntilTheHourOnTheClock() throws Exception {
        String weekend =
                """
                UID:weekend
                DTSTART;TZID=Europe/London:20261016T170000
                DTEND;TZID=Europe/London:20261019T080000
                RRULE:FREQ=WEEKLY
                SUMMARY:weekend\
                """;
        assertThat(windows(weekend, "2026-10-20T00:00:00Z", "2026-10-27T00:00:00Z"))
                .containsExactly("2026-10-23T16:00:00Z..2026-10-26T08:00:00Z weekend");
    }

    @Test
    void andOverTheChangeBack() throws Exception {
        String nightly =
                """
                UID:night
                DTSTART;TZID=America/New_York:20260901T220000
                DURATION:PT8H
                RRULE:FREQ=DAILY;COUNT=365
                SUMMARY:night\
                """;
        // New York leaves summer time on 1 November 2026 at 06:00 UTC.
        assertThat(windows(nightly, "2026-10-31T12:00:00Z", "2026-11-02T12:00:00Z"))
                .containsExactly(
                        "2026-11-01T02:00:00Z..2026-11-01T10:00:00Z night",
                        "2026-11-02T03:00:00Z..2026-11-02T11:00:00Z night");
    }

    @Test
    void anExceptionIsLeftOutAndAMovedOccurrenceIsWhereItWasMoved() throws Exception {
        String series =
                """
                UID:payday
                DTSTART:20260105T080000Z
                DTEND:20260105T180000Z
                RRULE:FREQ=WEEKLY;BYDAY=MO
                EXDATE:20260112T080000Z
                SUMMARY:payday
                END:VEVENT
                BEGIN:VEVENT
                UID:payday
                RECURRENCE-ID:20260119T080000Z
                DTSTART:20260120T080000Z
                DTEND:20260120T180000Z
                SUMMARY:payday, moved
                END:VEVENT
                BEGIN:VEVENT
                UID:payday
                RECURRENCE-ID:20260126T080000Z
                DTSTART:20260126T080000Z
                DTEND:20260126T180000Z
                STATUS:CANCELLED
                SUMMARY:called off\
                """;
        assertThat(windows(series, "2026-01-05T00:00:00Z", "2026-02-03T00:00:00Z"))
                .containsExactly(
                        "2026-01-05T08:00:00Z..2026-01-05T18:00:00Z payday",
                        "2026-01-20T08:00:00Z..2026-01-20T18:00:00Z payday, moved",
                        "2026-02-02T08:00:00Z..2026-02-02T18:00:00Z payday");
    }

    @Test
    void aWholeDayIsThatDayAnywhereOnEarth() throws Exception {
        String holiday =
                """
                UID:holiday
                DTSTART;VALUE=DATE:20261224
                DTEND;VALUE=DATE:20261227
                SUMMARY:holidays\
                """;
        assertThat(windows(holiday, "2026-12-01T00:00:00Z", "2026-12-31T00:00:00Z"))
                .containsExactly("2026-12-23T10:00:00Z..2026-12-27T12:00:00Z holidays");
        assertThat(
                        windows(
                                holiday.replaceAll("(?m)^DTEND.*\n", ""),
                                "2026-12-01T00:00:00Z",
                                "2026-12-31T00:00:00Z"))
                .containsExactly("2026-12-23T10:00:00Z..2026-12-25T12:00:00Z holidays");
    }

    @Test
    void aFreezeThatBeganLongAgoAndStillLastsCounts() throws Exception {
        String year =
                """
                UID:year
                DTSTART:20260101T000000Z
                DTEND:20270101T000000Z
                SUMMARY:audit year\
                """;
        assertThat(windows(year, "2026-08-01T00:00:00Z", "2026-08-01T01:00:00Z"))
                .containsExactly("2026-01-01T00:00:00Z..2027-01-01T00:00:00Z audit year");
    }

    @Test
    void aZoneOfTheCalendarsOwnIsRead() throws Exception {
        String zone =
                """
                BEGIN:VTIMEZONE
                TZID:Company Time
                BEGIN:STANDARD
                DTSTART:19700101T000000
                TZOFFSETFROM:+0300
                TZOFFSETTO:+0300
                END:STANDARD
                END:VTIMEZONE
                """;
        String event =
                """
                UID:x
                DTSTART;TZID=Company Time:20260302T030000
                DTEND;TZID=Company Time:20260302T040000
                SUMMARY:early\
                """;
        assertThat(read(calendar(zone, event), "2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z"))
                .containsExactly("2026-03-02T00:00:00Z..2026-03-02T01:00:00Z early");
    }

    @Test
    void whatIsNotUnderstoodIsRefusedAndNotLeftOut() throws Exception {
        assertRefused("<html>Sign in</html>", "is not iCalendar");
        assertRefused("", "is not iCalendar");
        assertRefused(calendar("", "UID:a\nSUMMARY:no start"), "has no DTSTART");
        assertRefused(
                calendar(
                        "",
                        "UID:a\nDTSTART;TZID=Mars/Olympus:20260301T000000\nDTEND;TZID=Mars/Olympus:20260302T000000"),
                "Mars/Olympus");
        assertRefused(
                calendar(
                        "",
                        "UID:a\nDTSTART:20260301T000000Z\nDTEND:20260302T000000Z\nRRULE:FREQ=FORTNIGHTLY"),
                "");
        assertRefused(
                calendar("", "UID:a\nDTSTART:20260301T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"),
                "more often than hourly");
        assertRefused(
                calendar(
                        "",
                        "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260301T000000Z\nDTSTART:20260301T000000Z\nDTEND:20260302T000000Z"),
                "THISANDFUTURE");
        assertRefused(
                "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\nDTSTART:2026",
                "is not iCalendar");
    }

    private void assertRefused(String content, String words) throws Exception {
        Path file = Files.writeString(folder.resolve("freeze.ics"), content.replace("\n", "\r\n"));
        assertThatThrownBy(() ->
                        FreezeCalendar.windows(
                                file,
                                Instant.parse("2026-03-01T00:00:00Z"),
                                Instant.parse("2026-03-03T00:00:00Z")))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.UNREADABLE))
                .hasMessageContaining(words)
                .hasMessageContaining(file.toString());
    }

    private List<String> windows(String event, String from, String until) throws Exception {
        return read(calendar("", event), from, until);
    }

    private List<String> read(String content, String from, String until) throws Exception {
        Path file = Files.writeString(folder.resolve("freeze.ics"), content.replace("\n", "\r\n"));
        return FreezeCalendar.windows(file, Instant.parse(from), Instant.parse(until)).stream()
                .map(FreezeCalendarTest::words)
                .toList();
    }

    private static String calendar(String before, String event) {
        return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n"
                + before
                + "BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n"
                + event
                + "\nEND:VEVENT\nEND:VCALENDAR\n";
    }

    private static String words(GateInput.Window window) {
        return Instant.ofEpochSecond(window.from())
                + ".."
                + Instant.ofEpochSecond(window.until())
                + " "
                + window.reason();
    }
}
