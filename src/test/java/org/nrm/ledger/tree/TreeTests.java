package org.nrm.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nrm.ledger.Hash;

/** The tree and its proofs, beside the definitions of RFC 9162 written out and beside the vectors that logs of certificates are tested with. */
class TreeTests {

    /** Leaves of the test vectors of Certificate Transparency. */
    private static final List<Hash> CERTIFICATES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(hex -> Hash.leaf(HexFormat.of().parseHex(hex)))
            .toList();

    private static final Random RANDOM = new Random(9162);

    private static List<Hash> leaves(int size) {
        var leaves = new ArrayList<Hash>();
        for (var leaf = 0; leaf < size; leaf++) leaves.add(Hash.leaf(new byte[] {(byte) leaf, (byte) (leaf >> 8)}));
        return leaves;
    }

    private static Tree tree(List<Hash> leaves) {
        return new Tree(Tree.Nodes.of(leaves), leaves.size());
    }

    /** RFC 9162, 2.1.1, word for word. */
    private static Hash root(List<Hash> leaves) {
        if (leaves.isEmpty()) return Hash.of();
        if (leaves.size() == 1) return leaves.get(0);
        var split = split(leaves.size());
        return Hash.node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }

    /** 2.1.3.1, PATH. */
    private static List<Hash> path(int leaf, List<Hash> leaves) {
        var path = new ArrayList<Hash>();
        if (leaves.size() == 1) return path;
        var split = split(leaves.size());
        var left = leaves.subList(0, split);
        var right = leaves.subList(split, leaves.size());
        path.addAll(leaf < split ? path(leaf, left) : path(leaf - split, right));
        path.add(leaf < split ? root(right) : root(left));
        return path;
    }

    /** 2.1.4.1, SUBPROOF. */
    private static List<Hash> subproof(int earlier, List<Hash> leaves, boolean whole) {
        if (earlier == leaves.size()) return whole ? List.of() : List.of(root(leaves));
        var split = split(leaves.size());
        var left = leaves.subList(0, split);
        var right = leaves.subList(split, leaves.size());
        var proof = new ArrayList<>(
                earlier <= split ? subproof(earlier, left, whole) : subproof(earlier - split, right, false));
        proof.add(earlier <= split ? root(right) : root(left));
        return proof;
    }

    private static int split(int size) {
        var split = 1;
        while (2 * split < size) split *= 2;
        return split;
    }

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void rootsOfTheVectors(int size, String root) {
        assertThat(tree(CERTIFICATES.subList(0, size)).root()).hasToString(root);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, ''",
        "0, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "5, 8, bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 3, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "1, 5, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void pathsOfTheVectors(int leaf, int size, String path) {
        var tree = tree(CERTIFICATES.subList(0, size));

        assertThat(tree.inclusion(leaf)).isEqualTo(hashes(path));
        assertThat(Proofs.included(CERTIFICATES.get(leaf), leaf, size, hashes(path), tree.root()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, ''",
        "1, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "6, 8, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 5, 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void consistencyOfTheVectors(int earlier, int later, String proof) {
        var tree = tree(CERTIFICATES.subList(0, later));

        assertThat(tree.consistency(earlier)).isEqualTo(hashes(proof));
        assertThat(Proofs.consistent(
                        earlier, tree(CERTIFICATES.subList(0, earlier)).root(), later, tree.root(), hashes(proof)))
                .isTrue();
    }

    private static List<Hash> hashes(String text) {
        return Stream.of(text.split(" "))
                .filter(hex -> !hex.isEmpty())
                .map(Hash::parse)
                .toList();
    }

    @Test
    void everySizeToThreeHundredIsAsTheRfcDefinesIt() {
        var leaves = leaves(300);
        var growing = new GrowingTree();
        for (var size = 1; size <= leaves.size(); size++) {
            growing.add(leaves.get(size - 1));
            var these = leaves.subList(0, size);
            var root = root(these);
            var tree = tree(these);
            assertThat(tree.root()).isEqualTo(root);
            assertThat(growing.root()).isEqualTo(root);
            assertThat(growing.size()).isEqualTo(size);
            for (var leaf : new int[] {0, size / 3, size / 2, size - 1}) {
                var path = tree.inclusion(leaf);
                assertThat(path).isEqualTo(path(leaf, these));
                assertThat(Proofs.included(these.get(leaf), leaf, size, path, root))
                        .isTrue();
            }
            for (var earlier : new int[] {1, size / 3, size / 2, Integer.highestOneBit(size), size - 1, size}) {
                if (earlier < 1) continue;
                var proof = tree.consistency(earlier);
                assertThat(proof).isEqualTo(subproof(earlier, these, true));
                assertThat(Proofs.consistent(earlier, root(these.subList(0, earlier)), size, root, proof))
                        .isTrue();
            }
        }
    }

    /** In small trees every claim that is false is tried with every proof that is at hand. */
    @Test
    void noFalseClaimIsProvedInSmallTrees() {
        var leaves = leaves(12);
        for (var size = 1; size <= 12; size++) {
            var root = root(leaves.subList(0, size));
            for (var of = 0; of < size; of++) {
                var path = tree(leaves.subList(0, size)).inclusion(of);
                for (var claimedSize = 0; claimedSize <= 13; claimedSize++)
                    for (var leaf = -1; leaf <= 13; leaf++)
                        for (var hash = 0; hash < size; hash++) {
                            // Trees of other sizes than the signed one can share shape and path; the size is signed, so
                            // it is not claimed.
                            if (claimedSize != size) continue;
                            assertThat(Proofs.included(leaves.get(hash), leaf, claimedSize, path, root))
                                    .isEqualTo(leaf == of && hash == of);
                        }
            }
            for (var earlier = 1; earlier <= size; earlier++) {
                var proof = tree(leaves.subList(0, size)).consistency(earlier);
                for (var claimed = 1; claimed <= 12; claimed++)
                    assertThat(Proofs.consistent(earlier, root(leaves.subList(0, claimed)), size, root, proof))
                            .isEqualTo(claimed == earlier);
            }
        }
    }

    @Test
    void largerTreesBesideTheDefinition() {
        var leaves = leaves(40_000);
        var nodes = new HashMap<String, Hash>();
        for (var round = 0; round < 40; round++) {
            var size = 300 + RANDOM.nextInt(leaves.size() - 300);
            var these = leaves.subList(0, size);
            var tree = new Tree((level, position) -> node(level, position, leaves, nodes), size);
            var root = tree.root();
            if (round < 4) assertThat(root).isEqualTo(root(these));
            var leaf = RANDOM.nextInt(size);
            var path = tree.inclusion(leaf);
            assertThat(Proofs.included(leaves.get(leaf), leaf, size, path, root))
                    .isTrue();
            var earlier = 1 + RANDOM.nextInt(size);
            var earlierRoot = new Tree((level, position) -> node(level, position, leaves, nodes), earlier).root();
            var proof = tree.consistency(earlier);
            assertThat(Proofs.consistent(earlier, earlierRoot, size, root, proof))
                    .isTrue();
            spoiled(path)
                    .forEach(other -> assertThat(Proofs.included(leaves.get(leaf), leaf, size, other, root))
                            .isFalse());
            if (earlier < size)
                spoiled(proof)
                        .forEach(other -> assertThat(Proofs.consistent(earlier, earlierRoot, size, root, other))
                                .isFalse());
        }
    }

    private static Hash node(int level, long position, List<Hash> leaves, Map<String, Hash> nodes) {
        if (level == 0) return leaves.get((int) position);
        var known = nodes.get(level + "/" + position);
        if (known != null) return known;
        var node = Hash.node(
                node(level - 1, 2 * position, leaves, nodes), node(level - 1, 2 * position + 1, leaves, nodes));
        nodes.put(level + "/" + position, node);
        return node;
    }

    /** One hash changed, doubled, left out, added at either end, or two swapped. */
    private static List<List<Hash>> spoiled(List<Hash> proof) {
        var all = new ArrayList<List<Hash>>();
        for (var at = 0; at < proof.size(); at++) {
            var changed = new ArrayList<>(proof);
            var bytes = proof.get(at).bytes();
            bytes[RANDOM.nextInt(bytes.length)] ^= (byte) (1 << RANDOM.nextInt(8));
            changed.set(at, Hash.from(bytes));
            all.add(changed);
            var shorter = new ArrayList<>(proof);
            shorter.remove(at);
            all.add(shorter);
            var longer = new ArrayList<>(proof);
            longer.add(at, proof.get(at));
            all.add(longer);
            if (at == 0) continue;
            var swapped = new ArrayList<>(proof);
            swapped.set(at, proof.get(at - 1));
            swapped.set(at - 1, proof.get(at));
            all.add(swapped);
        }
        var appended = new ArrayList<>(proof);
        appended.add(Hash.NONE);
        all.add(appended);
        return all;
    }

    /** Who offers the two halves of a node as a leaf fails at the first byte of a leaf. */
    @Test
    void aNodeIsNotALeaf() {
        var leaves = leaves(2);
        var halves = new byte[2 * Hash.LENGTH];
        System.arraycopy(leaves.get(0).bytes(), 0, halves, 0, Hash.LENGTH);
        System.arraycopy(leaves.get(1).bytes(), 0, halves, Hash.LENGTH, Hash.LENGTH);

        assertThat(Proofs.included(Hash.leaf(halves), 0, 1, List.of(), root(leaves)))
                .isFalse();
    }

    @Test
    void theEmptyTreeIsTheBeginningOfAll() {
        var tree = tree(leaves(5));

        assertThat(tree.consistency(0)).isEmpty();
        assertThat(Proofs.consistent(0, Tree.EMPTY, 5, tree.root(), List.of())).isTrue();
        assertThat(Proofs.consistent(0, Hash.NONE, 5, tree.root(), List.of())).isFalse();
        assertThat(Proofs.consistent(0, Tree.EMPTY, 5, tree.root(), List.of(Hash.NONE)))
                .isFalse();
        assertThat(new GrowingTree().root()).isEqualTo(Tree.EMPTY);
    }

    @Test
    void nothingIsProvedOfWhatIsNotThere() {
        var tree = tree(leaves(5));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.inclusion(5));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.inclusion(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> tree.consistency(6));
        assertThat(Proofs.included(Hash.NONE, 0, 0, List.of(), Tree.EMPTY)).isFalse();
        assertThat(Proofs.consistent(6, tree.root(), 5, tree.root(), List.of())).isFalse();
        assertThat(Proofs.consistent(-1, tree.root(), 5, tree.root(), List.of()))
                .isFalse();
        assertThat(Proofs.consistent(3, root(leaves(3)), 5, tree.root(), List.of()))
                .isFalse();
        assertThat(Proofs.consistent(5, tree.root(), 5, tree.root(), List.of(Hash.NONE)))
                .isFalse();
        assertThat(Proofs.consistent(5, Hash.NONE, 5, tree.root(), List.of())).isFalse();
    }

    @Test
    void sizesOfAllTimesAreReckonedInLongs() {
        var path = new ArrayList<Hash>();
        for (var level = 0; level < 62; level++) path.add(Hash.NONE);

        assertThat(Proofs.included(Hash.NONE, Long.MAX_VALUE - 1, Long.MAX_VALUE, path, Hash.NONE))
                .isFalse();
        assertThat(Proofs.consistent(Long.MAX_VALUE - 1, Hash.NONE, Long.MAX_VALUE, Hash.NONE, path))
                .isFalse();
    }
}
