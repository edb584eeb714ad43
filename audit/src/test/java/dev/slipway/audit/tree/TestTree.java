package dev.slipway.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors were computed with another implementation, the recursive definitions of RFC 6962 over hashlib. */
final class TestTree {
    private static final StoredHashes HASHES = StoredHashes.ofEntries(300);

    @ParameterizedTest
    @CsvSource({
        "0, 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "1, dziFphNIniTOLPdhmdakI/BC5LvxLX7s7pEu8nbGVwE=",
        "2, WkdmL9ijF9lgSaP59HxV3GfKZgUbqjaD27GbL+CaB7A=",
        "3, lPvQ3YNvUDAWkubQ6t5yjuGexSv/8WBu2AfIV11aqhk=",
        "7, mMl/C6MXXNCLAx3QhLncTmSbZNGijm6mlGRlAxc6tYc=",
        "8, tpcyzlyRQWLKmsz69OldP5h01ogFQ3CIqv8YSk25Z3M=",
        "255, z2Z5PmMp3/JC6zzuCm82rT46GW3MVzoex3XhAr6GPxw=",
        "256, 2mWW2VNp9f7zIquOTg2jsLUCNqqcijsdJG90Ecni4y4=",
        "257, XB/f6DU1gCLyOS3keNvgU/wTDP4dOggoeakM9r8Uv34=",
        "300, yjk9Apa+xeC43KuYO9H7fRRh9RLnJny4ljGtJv1m2Eg="
    })
    void rootsAreThoseOfTheStandard(int size, String root) {
        assertThat(new Tree(HASHES, size).head()).isEqualTo(new TreeHead(size, TreeHash.ofBase64(root)));
        assertThat(StoredHashes.ofEntries(size).frontier().head().root().base64())
                .isEqualTo(root);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "0, 8, 3, 1QUVQsXSmE1E0V7VDzTok5sq1Cy+M0JyycKYieYIYY0=",
        "5, 7, 3, sch/690x715brZrDj8ikAzeiV2vj2oNSw6anBDwmcuk=",
        "255, 256, 8, apbNtNhuHyGAp+ftXiEFWG8VfyO88drpADx5D9pOdeU=",
        "256, 257, 1, 8Bx1e6bchoOe3o5pSg6G+X6p/8oEo0QEI2x/jLN0eUo=",
        "299, 300, 5, U0/izge5aUvddjQbdXXrKTtnG3nenGmAAUTtcGTp3VU=",
        "100, 300, 9, LjVzTCm6cK4ZCN1OAVWCExFiLyxMPyH1bSp5f9qrFJY="
    })
    void inclusionProofsAreThoseOfTheStandard(int index, int size, int length, String digest) throws Exception {
        List<TreeHash> proof = new Tree(HASHES, size).inclusion(index);
        assertThat(proof).hasSize(length);
        assertThat(digest(proof)).isEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 1, HjDJ+xj364aDfx8eN2Ktf1vAsE/a3lhQTWtt0McjIK4=",
        "3, 7, 4, xjvQM/xYuEoF+Fw2+7CxV0qm2IjVqHLygy4F3gJ85wY=",
        "4, 7, 1, jXtQfk84ZcKCy/A7gLawfo4Jykb5D00GR3ouHzhO0ls=",
        "6, 8, 3, +s9C3FJj8pcdbcG3pzdy/13omWOJAPPWsGkj2PaoTP8=",
        "128, 300, 2, wYTGU8vQcVlBIrQOVWWVG4Ns6fQlDkXPOKm4lugopzg=",
        "255, 300, 10, J08tMMdYnqLBemhtaGu8qrlJUNEJQAS8+z19DILdKj4=",
        "256, 300, 1, iyXkj56rBign7EzuLRJAJheyZT+gQjqBEqn9MWo9nfo=",
        "257, 300, 8, Bn2g9V4oz5JVqaG3bSHpH35icMEACIAyiYPztq4JETA=",
        "299, 300, 6, jjrcat0cA5EnfazAeGwGFIvnR4LkjynIOOoTizHjuus="
    })
    void consistencyProofsAreThoseOfTheStandard(int older, int size, int length, String digest) throws Exception {
        List<TreeHash> proof = new Tree(HASHES, size).consistency(older);
        assertThat(proof).hasSize(length);
        assertThat(digest(proof)).isEqualTo(digest);
    }

    @Test
    void everyLeafIsProvenInEveryTreeAndNoOtherLeaf() {
        for (int size = 1; size <= 300; size += size < 70 ? 1 : 23) {
            Tree tree = new Tree(HASHES, size);
            TreeHead head = tree.head();
            for (int index = 0; index < size; index++) {
                List<TreeHash> proof = tree.inclusion(index);
                assertThat(Proofs.includes(head, index, HASHES.leaf(index), proof))
                        .isTrue();
                assertThat(Proofs.includes(head, index, TreeHash.leaf("forged"), proof))
                        .isFalse();
            }
        }
    }

    @Test
    void everyTreeIsProvenToGrowOutOfEverySmallerOne() {
        for (int size = 0; size <= 300; size += size < 70 ? 1 : 23) {
            Tree tree = new Tree(HASHES, size);
            for (int older = 0; older <= size; older++) {
                TreeHead before = new Tree(HASHES, older).head();
                assertThat(Proofs.grows(before, tree.head(), tree.consistency(older)))
                        .as("%d to %d", older, size)
                        .isTrue();
            }
        }
    }

    @Test
    void aTreeGoesOnFromStoredHashes() {
        StoredHashes hashes = StoredHashes.ofEntries(70_000);
        Frontier frontier = new Tree(hashes, 66_000).frontier();
        for (int index = 66_000; index < 70_000; index++) {
            frontier.append(hashes.leaf(index));
        }
        assertThat(frontier.head()).isEqualTo(hashes.frontier().head());
        assertThat(new Tree(hashes, 70_000).head()).isEqualTo(hashes.frontier().head());
        Tree tree = new Tree(hashes, 70_000);
        assertThat(Proofs.includes(tree.head(), 65_535, hashes.leaf(65_535), tree.inclusion(65_535)))
                .isTrue();
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        Tree tree = new Tree(HASHES, 7);
        assertThatThrownBy(() -> tree.inclusion(7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.inclusion(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.consistency(8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Tree(HASHES, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Frontier(3, List.of(TreeHash.EMPTY))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TreeHead(0, TreeHash.leaf("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Proofs.includes(tree.head(), 7, HASHES.leaf(6), tree.inclusion(6)))
                .isFalse();
        assertThat(Proofs.grows(new Tree(HASHES, 8).head(), tree.head(), List.of()))
                .isFalse();
    }

    @Test
    void aHashHasOneSpelling() {
        assertThatThrownBy(() -> TreeHash.ofBase64("AAAA")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TreeHash.ofBase64(TreeHash.EMPTY.base64().replace("=", "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TreeHash.ofBase64("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV="))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changedShortenedAndPaddedProofsAreRefused() {
        Tree tree = new Tree(HASHES, 300);
        List<TreeHash> proof = tree.inclusion(100);
        for (int place = 0; place < proof.size(); place++) {
            List<TreeHash> changed = new ArrayList<>(proof);
            changed.set(place, TreeHash.leaf("other"));
            assertThat(Proofs.includes(tree.head(), 100, HASHES.leaf(100), changed))
                    .isFalse();
            changed.remove(place);
            assertThat(Proofs.includes(tree.head(), 100, HASHES.leaf(100), changed))
                    .isFalse();
            changed.addAll(place, List.of(proof.get(place), proof.get(place)));
            assertThat(Proofs.includes(tree.head(), 100, HASHES.leaf(100), changed))
                    .isFalse();
        }
        TreeHead older = new Tree(HASHES, 255).head();
        List<TreeHash> growth = tree.consistency(255);
        for (int place = 0; place < growth.size(); place++) {
            List<TreeHash> changed = new ArrayList<>(growth);
            changed.set(place, TreeHash.leaf("other"));
            assertThat(Proofs.grows(older, tree.head(), changed)).isFalse();
        }
        assertThat(Proofs.grows(older, tree.head(), List.of())).isFalse();
        assertThat(Proofs.grows(older, tree.head(), growth.subList(1, growth.size())))
                .isFalse();
        assertThat(Proofs.grows(TreeHead.EMPTY, tree.head(), growth)).isFalse();
    }

    private static String digest(List<TreeHash> proof) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        proof.forEach(hash -> digest.update(hash.bytes()));
        return Base64.getEncoder().encodeToString(digest.digest());
    }
}
