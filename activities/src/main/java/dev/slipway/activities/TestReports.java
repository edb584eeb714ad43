package dev.slipway.activities;

import dev.slipway.activities.source.TreeArchive;
import dev.slipway.model.Digest;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ArtifactStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads JUnit XML: how many tests, how many of them failed. What is not such a report is said to be none. */
final class TestReports {
    private static final int LARGEST_REPORT = 16 << 20;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final ArtifactStore artifacts;
    private final TreeArchive archive;

    TestReports(ArtifactStore artifacts, TreeArchive archive) {
        this.artifacts = artifacts;
        this.archive = archive;
    }

    /** One line such as {@code 12 tests, 1 failed}; empty when there is no report. */
    String summary(List<Digest> reports) {
        if (reports.isEmpty()) {
            return "";
        }
        try {
            Counts counts = new Counts(0, 0, 0);
            for (Digest report : reports) {
                for (byte[] document : documents(report)) {
                    counts = counts.plus(count(document));
                }
            }
            return counts.text();
        } catch (XMLStreamException | IOException | SlipwayException e) {
            return "a test report cannot be read: " + e.getMessage();
        }
    }

    private List<byte[]> documents(Digest report) throws IOException {
        byte[] content = content(report);
        boolean packed = content.length > 2 && ((content[0] & 0xff) << 8 | content[1] & 0xff) == GZIP_MAGIC;
        return packed ? unpacked(report) : List.of(content);
    }

    private byte[] content(Digest report) throws IOException {
        Optional<InputStream> stored = artifacts.open(report);
        if (stored.isEmpty()) {
            throw new IOException("it is not stored");
        }
        try (InputStream stream = stored.get()) {
            return stream.readNBytes(LARGEST_REPORT);
        }
    }

    private List<byte[]> unpacked(Digest report) throws IOException {
        Path folder = Files.createTempDirectory("slipway-reports");
        try {
            archive.unpack(report, "", folder);
            List<byte[]> documents = new ArrayList<>();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    documents.add(Files.readAllBytes(file));
                }
            }
            return documents;
        } finally {
            remove(folder);
        }
    }

    private static Counts count(byte[] document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
        int tests = 0;
        int failed = 0;
        int skipped = 0;
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "testcase" -> tests++;
                    case "failure", "error" -> failed++;
                    case "skipped" -> skipped++;
                    default -> {
                        // Other elements carry output and properties.
                    }
                }
            }
        }
        return new Counts(tests, failed, skipped);
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    private record Counts(int tests, int failed, int skipped) {
        Counts plus(Counts other) {
            return new Counts(tests + other.tests, failed + other.failed, skipped + other.skipped);
        }

        String text() {
            String text = tests + (tests == 1 ? " test, " : " tests, ") + failed + " failed";
            return skipped == 0 ? text : text + ", " + skipped + " skipped";
        }
    }
}
