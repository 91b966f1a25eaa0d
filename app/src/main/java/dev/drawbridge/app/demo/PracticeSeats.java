package dev.drawbridge.app.demo;

import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.desktop.desk.Seat;
import dev.drawbridge.practice.world.PracticeWorld;
import java.util.List;

/** The people of a practice world who may sit down at a window. */
final class PracticeSeats implements AutoCloseable {
    /** Whom the world's first question is for sits down first. */
    private static final String FIRST = "rita";

    private final List<Seat> seats;

    PracticeSeats(PracticeWorld world, PracticeDesks desks, Workbench outer) {
        this.seats =
                world.people().stream()
                        .filter(person -> !person.groups().isEmpty())
                        .map(person -> person.name())
                        .sorted((a, b) -> Boolean.compare(b.equals(FIRST), a.equals(FIRST)))
                        .map(name -> new Seat(name, outer.at(desks.of(name))))
                        .toList();
    }

    List<Seat> all() {
        return seats;
    }

    Seat of(String name) {
        return seats.stream().filter(seat -> seat.name().equals(name)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        seats.forEach(seat -> seat.bench().close());
    }
}
