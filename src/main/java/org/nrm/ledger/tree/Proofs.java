package org.nrm.ledger.tree;

import java.util.List;
import org.nrm.ledger.Hash;

/** Checks proofs of the tree, as RFC 9162 writes it down (2.1.3.2 and 2.1.4.2). */
public final class Proofs {

    private Proofs() {}

    /** Is the leaf with this hash the one of this number in the tree with that root? */
    public static boolean included(Hash leafHash, long leaf, long size, List<Hash> path, Hash root) {
        if (leaf < 0 || leaf >= size) return false;
        var first = leaf;
        var last = size - 1;
        var hash = leafHash;
        for (var sibling : path) {
            if (last == 0) return false;
            if ((first & 1) == 1 || first == last) {
                hash = Hash.node(sibling, hash);
                while ((first & 1) == 0 && first != 0) {
                    first >>= 1;
                    last >>= 1;
                }
            } else hash = Hash.node(hash, sibling);
            first >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Is the earlier tree the beginning of the later one? */
    public static boolean consistent(long earlier, Hash earlierRoot, long later, Hash laterRoot, List<Hash> proof) {
        if (earlier < 0 || earlier > later) return false;
        if (earlier == later) return proof.isEmpty() && earlierRoot.equals(laterRoot);
        if (earlier == 0) return proof.isEmpty() && earlierRoot.equals(Tree.EMPTY);
        var power = Long.bitCount(earlier) == 1;
        if (proof.isEmpty()) return false;
        var first = earlier - 1;
        var last = later - 1;
        while ((first & 1) == 1) {
            first >>= 1;
            last >>= 1;
        }
        var at = power ? 0 : 1;
        var before = power ? earlierRoot : proof.get(0);
        var after = before;
        for (; at < proof.size(); at++) {
            if (last == 0) return false;
            var sibling = proof.get(at);
            if ((first & 1) == 1 || first == last) {
                before = Hash.node(sibling, before);
                after = Hash.node(sibling, after);
                while ((first & 1) == 0 && first != 0) {
                    first >>= 1;
                    last >>= 1;
                }
            } else after = Hash.node(after, sibling);
            first >>= 1;
            last >>= 1;
        }
        return last == 0 && before.equals(earlierRoot) && after.equals(laterRoot);
    }
}
