package dev.drawbridge.app.house;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.drawbridge.app.Main;
import dev.drawbridge.app.output.Printer;
import dev.drawbridge.connector.kube.ClusterConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The lines between the rooms, and what no room may do. */
class HouseRulesTest {

    private static final String CONNECTOR = "dev.drawbridge.connector..";
    private static final String POLICIES = "dev.drawbridge.policies..";
    private static final String ANALYTICS = "dev.drawbridge.analytics..";
    private static final String DELIVERY = "dev.drawbridge.delivery..";
    private static final String PRACTICE = "dev.drawbridge.practice..";
    private static final String APP = "dev.drawbridge.app..";
    private static final String TESTBED = "dev.drawbridge.testbed..";

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location ->
                            !location.contains("/testbed/") && !location.contains("/test-classes/"))
                    .importPackages("dev.drawbridge");

    @Test
    void everyRoomIsLookedAt() {
        for (String room :
                Set.of("connector", "policies", "analytics", "delivery", "practice", "app")) {
            assertThat(HOUSE)
                    .anyMatch(c -> c.getPackageName().startsWith("dev.drawbridge." + room));
        }
    }

    @Test
    void theConnectorKnowsNoOtherRoom() {
        keeps(CONNECTOR, POLICIES, ANALYTICS, DELIVERY, PRACTICE, APP, TESTBED);
    }

    @Test
    void policiesKnowNoOtherRoomAndReachNoCluster() {
        keeps(
                POLICIES,
                CONNECTOR,
                ANALYTICS,
                DELIVERY,
                PRACTICE,
                APP,
                TESTBED,
                "io.fabric8..",
                "org.eclipse.jgit..");
    }

    @Test
    void analyticsKnowsNoOtherRoomAndNoNetwork() {
        keeps(
                ANALYTICS,
                CONNECTOR,
                POLICIES,
                DELIVERY,
                PRACTICE,
                APP,
                TESTBED,
                "io.fabric8..",
                "okhttp3..",
                "java.net.http..",
                "com.sun.net.httpserver..");
    }

    @Test
    void deliveryKnowsNeitherTheAppNorThePracticeWorld() {
        keeps(DELIVERY, APP, PRACTICE, TESTBED, "picocli..");
    }

    @Test
    void thePracticeWorldSpeaksProtocolsOnly() {
        keeps(PRACTICE, CONNECTOR, POLICIES, ANALYTICS, DELIVERY, APP, TESTBED);
    }

    @Test
    void theAppKnowsNoTestbed() {
        keeps(APP, TESTBED);
    }

    @Test
    void noRoomBelowTheAppKnowsAWindow() {
        noClasses()
                .that()
                .resideOutsideOfPackage(APP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..")
                .check(HOUSE);
    }

    @Test
    void noPackagesHaveACycle() {
        slices().matching("dev.drawbridge.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void onlyThePrinterTouchesTheStandardStreams() {
        DescribedPredicate<JavaClass> others =
                DescribedPredicate.not(resideInAPackage(Printer.class.getPackageName()));
        ArchRule rule =
                noClasses()
                        .that(others)
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .callMethod(System.class, "console")
                        .orShould()
                        .callMethod(Throwable.class, "printStackTrace");
        rule.check(HOUSE);
    }

    @Test
    void nobodyTakesTheTimeFromTheMachineButMain() {
        DescribedPredicate<JavaClass> clocks =
                resideInAPackage("java.time..")
                        .and(
                                DescribedPredicate.describe(
                                        "a clock",
                                        c ->
                                                Set.of(
                                                                Clock.class,
                                                                Instant.class,
                                                                InstantSource.class,
                                                                LocalDate.class,
                                                                LocalDateTime.class,
                                                                LocalTime.class,
                                                                OffsetDateTime.class,
                                                                ZonedDateTime.class)
                                                        .stream()
                                                        .anyMatch(c::isEquivalentTo)));
        // The desk's clock in a connection is only compared with the server's.
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(ClusterConnection.class.getName())
                .should()
                .callMethodWhere(
                        target(owner(clocks))
                                .and(
                                        target(
                                                nameMatching(
                                                        "now|system|systemUTC|systemDefaultZone|tick.*"))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callConstructor(java.util.Date.class)
                .check(HOUSE);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass each : HOUSE) {
            JavaPackage in = each.getPackage();
            if (!in.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(in.getName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    private static void keeps(String room, String... out) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(out)
                .because("ARCHITECTURE's lines between the rooms hold")
                .check(HOUSE);
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .resideInAPackage("dev.drawbridge..")
                .check(HOUSE);
    }
}
