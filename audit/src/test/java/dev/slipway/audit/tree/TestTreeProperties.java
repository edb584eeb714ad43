package dev.slipway.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Proofs over trees with several strata. */
final class TestTreeProperties {
    private static final int LARGEST = 70_000;
    private static final StoredHashes HASHES = StoredHashes.ofEntries(LARGEST);

    @Property(tries = 300)
    void aProofHoldsForItsLeafAndForNoOther(
            @ForAll @IntRange(min = 1, max = LARGEST) int size,
            @ForAll @IntRange(max = LARGEST - 1) int one,
            @ForAll @IntRange(max = LARGEST - 1) int two) {
        Tree tree = new Tree(HASHES, size);
        int index = one % size;
        int other = two % size;
        List<TreeHash> proof = tree.inclusion(index);
        assertThat(proof.size()).isLessThanOrEqualTo(17);
        assertThat(Proofs.includes(tree.head(), index, HASHES.leaf(index), proof))
                .isTrue();
        assertThat(Proofs.includes(tree.head(), other, HASHES.leaf(index), proof))
                .isEqualTo(other == index);
        assertThat(Proofs.includes(tree.head(), index, HASHES.leaf(other), proof))
                .isEqualTo(other == index);
    }

    @Property(tries = 300)
    void growthIsProvenAndAChangedPastIsNot(
            @ForAll @IntRange(min = 2, max = LARGEST) int size,
            @ForAll @IntRange(max = LARGEST - 1) int one,
            @ForAll @IntRange(max = 40) int place) {
        int older = 1 + one % (size - 1);
        Tree tree = new Tree(HASHES, size);
        TreeHead before = new Tree(HASHES, older).head();
        List<TreeHash> proof = tree.consistency(older);
        assertThat(Proofs.grows(before, tree.head(), proof)).isTrue();
        TreeHead forged = new TreeHead(older, TreeHash.leaf("forged"));
        assertThat(Proofs.grows(forged, tree.head(), proof)).isFalse();
        List<TreeHash> changed = new ArrayList<>(proof);
        changed.set(place % proof.size(), TreeHash.leaf("forged"));
        assertThat(Proofs.grows(before, tree.head(), changed)).isFalse();
    }
}
