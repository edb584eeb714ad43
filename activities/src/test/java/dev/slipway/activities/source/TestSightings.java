package dev.slipway.activities.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Digest;
import dev.slipway.model.spi.SourceRepository.Tree;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TestSightings {
    private static final String URL = "https://forge.example/shop.git";
    private static final String MAIN = "refs/heads/main";
    private static final Tree TREE = new Tree("c0ffee", Digest.of("tree"), "ann@example.com", "Ship it");

    private final AtomicLong clock = new AtomicLong(-5);
    private final Sightings sightings = new Sightings(clock::get);

    @Test
    void aCommitIsKnownOnTheRefOfTheOriginWhereItWasSeen() {
        sightings.saw(URL, MAIN, TREE, sightings.now());
        assertThat(sightings.find(URL, MAIN, "c0ffee")).contains(TREE);
        assertThat(sightings.find(URL, "refs/heads/other", "c0ffee")).isEmpty();
        assertThat(sightings.find("https://forge.example/other.git", MAIN, "c0ffee"))
                .isEmpty();
        assertThat(sightings.find(URL, MAIN, "decaf")).isEmpty();
    }

    @Test
    void whatWasSeenLongerAgoMustBeAskedAgain() {
        long asked = sightings.now();
        sightings.saw(URL, MAIN, TREE, asked);
        clock.set(asked + Sightings.LONGEST.toNanos() - 1);
        assertThat(sightings.find(URL, MAIN, "c0ffee")).contains(TREE);
        clock.set(asked + Sightings.LONGEST.toNanos());
        assertThat(sightings.find(URL, MAIN, "c0ffee")).isEmpty();
    }
}
