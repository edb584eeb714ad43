package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.SlipwayException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestRepositoryPath {
    @ParameterizedTest
    @CsvSource({"a/b,a/b", "./a//b/,a/b", "./,.", ".,.", "a/./b,a/b", "..a/b..,..a/b..", "build/**/*.xml,build/**/*.xml"
    })
    void normalises(String written, String path) {
        assertThat(RepositoryPath.normalise(written)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "/a",
                "..",
                "../a",
                "a/..",
                "a/../b",
                "~/a",
                "~root",
                "C:/a",
                "a\\b",
                "a\nb",
                ".git",
                "./.git/config",
                "a/.git/hooks"
            })
    void refusesWhatLeavesTheTree(String written) {
        assertThatThrownBy(() -> RepositoryPath.normalise(written)).isInstanceOf(SlipwayException.class);
    }
}
