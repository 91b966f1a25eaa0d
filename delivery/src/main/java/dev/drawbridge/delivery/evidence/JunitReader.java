package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads JUnit XML element by element. Document types and external entities are refused unread. One
 * report an instance.
 */
final class JunitReader {
    /** What this reads, for a person. */
    static final String READS = "a JUnit report (XML)";

    private static final int MOST_NAMES = 100;
    private static final int DEEPEST = 100;

    private final String what;
    private final Deque<Suite> suites = new ArrayDeque<>();
    private final List<String> names = new ArrayList<>();
    private long total;
    private long failed;
    private long errors;
    private long skipped;
    private @Nullable Instant made;
    private @Nullable String inCase;
    private @Nullable String worst;

    private JunitReader(String what) {
        this.what = what;
    }

    private static final class Suite {
        final @Nullable Long claimed;
        long cases;
        boolean nested;

        Suite(@Nullable Long claimed) {
            this.claimed = claimed;
        }
    }

    /**
     * @param what the report's name for the sentence, such as {@code junit.xml}
     */
    static JunitReport read(InputStream in, String what) {
        return new JunitReader(what).read(in);
    }

    private JunitReport read(InputStream in) {
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new Documents.Bounded(in, what));
            boolean root = true;
            int depth = 0;
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                            throw Documents.unreadable(
                                    what,
                                    "declares a document type or entities, which no JUnit report needs and which can be used as a bomb; it was refused unread");
                    case XMLStreamConstants.START_ELEMENT -> {
                        requireRoot(root, xml.getLocalName());
                        root = false;
                        if (++depth > DEEPEST) {
                            throw Documents.unreadable(
                                    what, "is nested deeper than a JUnit report is");
                        }
                        start(xml);
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        end(xml.getLocalName());
                    }
                    default -> {
                        // texts say nothing that is counted
                    }
                }
            }
            return new JunitReport(total, failed, errors, skipped, shownNames(), made);
        } catch (XMLStreamException e) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "%s is cut off or not XML: it can't be read beyond line %d; make or fetch it again."
                            .formatted(
                                    what,
                                    e.getLocation() == null ? 1 : e.getLocation().getLineNumber()),
                    e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched for a test report");
        });
        return factory;
    }

    private void requireRoot(boolean root, String name) {
        if (root && !name.equals("testsuites") && !name.equals("testsuite")) {
            throw Documents.unreadable(
                    what,
                    "is not a JUnit report: it begins with <"
                            + Documents.shown(name)
                            + "> instead of <testsuites> or <testsuite>");
        }
    }

    private void start(XMLStreamReader xml) {
        switch (xml.getLocalName()) {
            case "testsuite" -> {
                if (!suites.isEmpty()) {
                    suites.peek().nested = true;
                }
                suites.push(new Suite(number(xml.getAttributeValue(null, "tests"))));
                time(xml.getAttributeValue(null, "timestamp"));
            }
            case "testcase" -> {
                inCase = name(xml);
                worst = null;
                total++;
                if (!suites.isEmpty()) {
                    suites.peek().cases++;
                }
            }
            case "failure" -> worst = "error".equals(worst) ? worst : "failure";
            case "error" -> worst = "error";
            case "skipped" -> worst = worst == null ? "skipped" : worst;
            default -> {
                // properties, output, flaky reruns
            }
        }
    }

    private void end(String name) {
        if (name.equals("testcase") && inCase != null) {
            switch (worst) {
                case "failure" -> failed++;
                case "error" -> errors++;
                case "skipped" -> skipped++;
                case null, default -> {
                    inCase = null;
                    return;
                }
            }
            if (!"skipped".equals(worst)) {
                names.add(inCase);
            }
            inCase = null;
        } else if (name.equals("testsuite")) {
            Suite suite = suites.pop();
            if (suite.claimed != null && !suite.nested && suite.claimed > suite.cases) {
                throw Documents.unreadable(
                        what,
                        "says that a suite has %d tests and lists %d of them, so what became of the others can't be told"
                                .formatted(suite.claimed, suite.cases));
            }
        }
    }

    private static String name(XMLStreamReader xml) {
        String type = xml.getAttributeValue(null, "classname");
        String name = xml.getAttributeValue(null, "name");
        String shown = name == null ? "unnamed" : name;
        return Documents.shown(type == null || type.isEmpty() ? shown : type + "." + shown);
    }

    private @Nullable Long number(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!text.strip().matches("\\d{1,9}")) {
            throw Documents.unreadable(
                    what,
                    "is not a JUnit report: a suite has \"" + Documents.shown(text) + "\" tests");
        }
        return Long.valueOf(text.strip());
    }

    /** Most writers leave the zone out; such a time says nothing here. */
    private void time(@Nullable String text) {
        if (text == null) {
            return;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            made = made == null || time.isAfter(made) ? time : made;
        } catch (DateTimeException withoutZone) {
            return;
        }
    }

    private List<String> shownNames() {
        if (names.size() <= MOST_NAMES) {
            return names;
        }
        List<String> shown = new ArrayList<>(names.subList(0, MOST_NAMES));
        shown.add("and " + (names.size() - MOST_NAMES) + " more");
        return shown;
    }
}
