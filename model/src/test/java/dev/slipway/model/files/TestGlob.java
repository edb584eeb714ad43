package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestGlob {
    @ParameterizedTest
    @CsvSource({
        "shop/**,shop/a,true",
        "shop/**,shop/a/b/c.html,true",
        "shop/**,shop,false",
        "shop/**,workshop/a,false",
        "shop/*,shop/a,true",
        "shop/*,shop/a/b,false",
        "*.md,README.md,true",
        "*.md,docs/README.md,false",
        "**/*.md,docs/a/README.md,true",
        "**/*.md,README.md,true",
        "**/*.md,README.mdx,false",
        "a/**/b,a/b,true",
        "a/**/b,a/x/y/b,true",
        "a/**/b,a/xb,false",
        "a/**/b,ab,false",
        "a**z,a/b/z,true",
        "a/x**/b,a/xy/z/b,true",
        "a/x**/b,a/b,false",
        "**,any/thing,true",
        "*,any/thing,false",
        "*,thing,true",
        "a?c,abc,true",
        "a?c,a/c,false",
        "a?c,ac,false",
        "a.c,abc,false",
        "[ab],a,false",
        "'','',true",
        "'',a,false",
        "a+(b),a+(b),true",
        "**/**/a,a,true",
        "***,a/b,true",
    })
    void pathsStayInTheirFolderUnlessTwoStarsSayOtherwise(String pattern, String path, boolean matches) {
        assertThat(Glob.ofPath(pattern).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "main,main,true",
        "main,mainline,false",
        "release/*,release/1,true",
        "release/*,release/1/2,true",
        "release/*,release,false",
        "*,a/b,true",
        "v?,v1,true",
        "v?,v12,false",
        "*-fix,a-fix,true",
        "*-fix,a-fixed,false",
        "main,MAIN,false",
    })
    void aStarCrossesEverythingInBranchNames(String pattern, String branch, boolean matches) {
        assertThat(Glob.ofBranch(pattern).matches(branch)).isEqualTo(matches);
    }

    @Test
    void aPatternMadeToBeSlowIsNot() {
        Glob glob = Glob.ofPath("**a".repeat(60) + "b");
        boolean matches =
                Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> glob.matches("a/".repeat(2_000)));
        assertThat(matches).isFalse();
    }
}
