package dev.drawbridge.app.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.desktop.releases.Place;
import dev.drawbridge.app.desktop.rollouts.RolloutsModel;
import dev.drawbridge.delivery.promotion.Arrow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** A release goes to production in the window: asked for, approved and promoted by three people. */
class ErrandsTest {
    private static final String SPEC =
            """
            name: errands
            services:
              - name: checkout
                releases:
                  - { version: 1.0.0, age: 9d, author: theo }
                  - { version: 1.1.0, age: 3h, author: dina, coAuthors: [theo] }
                runs:
                  - { environment: dev, release: 1.0.0, age: 8d }
                  - { environment: staging, release: 1.0.0, age: 8d }
                  - { environment: production, release: 1.0.0, age: 7d }
            """;
    private static final Place PRODUCTION = new Place("checkout", "production");

    @TempDir private Path folder;

    @Test
    void aReleaseGoesToProductionByThreePeoplesHandsAndBack() throws IOException {
        Path spec = Files.writeString(folder.resolve("scenario.yaml"), SPEC);
        try (ShownWindow shown = ShownWindow.over(spec, "rita", "omar", "sam")) {
            shown.done("dina promote checkout -e dev --reason new --take-field");
            shown.done("dina promote checkout -e staging --reason new --take-field");
            shown.open();
            FxRobot robot = new FxRobot();

            pick(shown, robot);
            click(shown, robot, "#action-ask");
            write(shown, robot, "#field-reason", "Show the delivery date");
            click(shown, robot, "#form-go");
            says(shown, "Asked for: production/checkout-");

            sit(shown, robot, "omar");
            pick(shown, robot);
            click(shown, robot, "#action-approve");
            assertThat(shown.node("#form-go").isDisabled()).isTrue();
            write(shown, robot, "#field-confirm", "checkout");
            click(shown, robot, "#form-go");
            says(shown, "Approved and granted");

            sit(shown, robot, "sam");
            pick(shown, robot);
            promote(shown, robot, false);
            says(shown, "is owned by kubectl");
            click(shown, robot, "#form-back");
            promote(shown, robot, true);
            says(shown, "is healthy");
            Arrow arrow =
                    shown.console()
                            .releases()
                            .state()
                            .get()
                            .arrow(PRODUCTION)
                            .known()
                            .orElseThrow();
            assertThat(Objects.requireNonNull(arrow.runs()).version()).isEqualTo("1.1.0");

            go(shown, robot, "#go-rollouts");
            RolloutsModel rollouts = shown.console().rollouts();
            List<String> ids =
                    rollouts.state().get().all().stream().map(PromotionResult::id).toList();
            robot.interact(() -> {
                rollouts.pick(ids.getFirst());
                rollouts.preview();
                rollouts.pick(ids.getLast());
            });
            shown.settled();
            assertThat(rollouts.state().get().back()).as("nobody looks at it any more").isEmpty();

            robot.interact(() -> rollouts.pick(ids.getFirst()));
            click(shown, robot, "#action-roll-back");
            assertThat(shown.node("#back-go").isDisabled()).isTrue();
            write(shown, robot, "#field-back-reason", "orders fail");
            assertThat(shown.node("#back-go").isDisabled()).as("production is protected").isTrue();
            write(shown, robot, "#field-confirm", "checkout");
            click(shown, robot, "#back-go");
            says(shown, "checkout in production runs ");
        }
    }

    private static void promote(ShownWindow shown, FxRobot robot, boolean takeField) {
        click(shown, robot, "#action-promote");
        if (takeField) {
            CheckBox take = (CheckBox) shown.node("#take-field");
            robot.interact(take::fire);
        }
        write(shown, robot, "#field-confirm", "checkout");
        click(shown, robot, "#form-go");
    }

    private static void pick(ShownWindow shown, FxRobot robot) {
        shown.settled();
        robot.interact(() -> shown.console().releases().pick(PRODUCTION));
        shown.settled();
    }

    private static void click(ShownWindow shown, FxRobot robot, String selector) {
        Button button = (Button) shown.node(selector);
        robot.interact(button::fire);
        shown.settled();
    }

    private static void write(ShownWindow shown, FxRobot robot, String selector, String text) {
        TextField field = (TextField) shown.node(selector);
        robot.interact(field::requestFocus);
        robot.write(text);
    }

    private static void sit(ShownWindow shown, FxRobot robot, String who) {
        MenuButton menu = (MenuButton) shown.node("#who");
        robot.interact(() ->
                menu.getItems().stream()
                        .filter(item -> item.getText().equals(who))
                        .forEach(javafx.scene.control.MenuItem::fire));
        shown.settled();
    }

    private static void go(ShownWindow shown, FxRobot robot, String selector) {
        ToggleButton door = (ToggleButton) shown.node(selector);
        robot.interact(door::fire);
        shown.settled();
    }

    private static void says(ShownWindow shown, String words) {
        assertThat(((Label) shown.node(".notice")).getText()).contains(words);
    }
}
