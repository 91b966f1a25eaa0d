package dev.drawbridge.practice.world;

import dev.drawbridge.practice.world.WorldSpec.Tests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes JUnit XML as Surefire does. */
final class JUnitReport {
    private JUnitReport() {}

    static byte[] of(String service, Tests tests, Instant made) {
        int total = tests.passed() + tests.failed() + tests.skipped();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append(
                ("<testsuite name=\"example.shop.%s\" time=\"%.3f\" tests=\"%d\" errors=\"0\""
                                + " skipped=\"%d\" failures=\"%d\" timestamp=\"%s\">\n")
                        .formatted(
                                service,
                                total * 0.004,
                                total,
                                tests.skipped(),
                                tests.failed(),
                                made));
        for (int i = 0; i < total; i++) {
            xml.append(
                    "  <testcase name=\"case%d\" classname=\"example.shop.%s.%sTest\" time=\"0.004\""
                            .formatted(i + 1, service, Household.fullName(service)));
            if (i < tests.failed()) {
                xml.append(
                        "><failure message=\"expected 200 but was 500\" type=\"AssertionError\"/>"
                                + "</testcase>\n");
            } else if (i < tests.failed() + tests.skipped()) {
                xml.append("><skipped/></testcase>\n");
            } else {
                xml.append("/>\n");
            }
        }
        xml.append("</testsuite>\n");
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }
}
