package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Run with {@code -Dsurefire.forkArgs=-Dslipway.writeDocs=true} to bring the tables of the pages up to date. */
class TestFileReference {
    private static final String BEGIN = "<!-- fields:begin -->\n";
    private static final String END = "<!-- fields:end -->\n";

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void tableOfThePageIsThatOfTheSchema(FileKind kind) throws IOException {
        Path page = Examples.page(kind);
        String text = Examples.text(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("slipway.writeDocs")) {
            text = text.substring(0, begin) + FieldTable.of(kind) + text.substring(end);
            Files.writeString(page, text);
            end = text.indexOf(END);
        }
        assertThat(text.substring(begin, end)).isEqualTo(FieldTable.of(kind));
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void exampleOfThePageIsValid(FileKind kind) {
        assertThat(new FileReader()
                        .read(kind, Examples.bytes(Examples.of(kind)))
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void everyFieldHasAMeaning(FileKind kind) {
        assertThat(FieldTable.of(kind).lines().skip(2))
                .allSatisfy(row ->
                        assertThat(row).doesNotContain("|  |\n").matches("\\| `[^`]+` \\| .+ \\| .* \\| \\S.+ \\|"));
        assertThat(FieldTable.names(kind)).doesNotHaveDuplicates().contains("apiVersion", "kind", "metadata.name");
    }
}
