package org.nrm.ledger.tree;

import java.util.ArrayList;
import java.util.List;
import org.nrm.ledger.Hash;

/**
 * The Merkle tree over a list of leaves and its proofs (RFC 9162, section 2.1). Whole subtrees of 2^level leaves come from {@link Nodes};
 * the rest is computed here.
 */
public final class Tree {

    /** The hash of a tree without leaves. */
    public static final Hash EMPTY = Hash.of();

    private final Nodes nodes;
    private final long size;

    /**
     * Of the first leaves.
     *
     * @param size how many
     */
    public Tree(Nodes nodes, long size) {
        this.nodes = nodes;
        this.size = size;
    }

    /** Where the hashes of whole subtrees come from. */
    @FunctionalInterface
    public interface Nodes {

        /** The hash of the leaves from {@code position * 2^level} on, {@code 2^level} of them. */
        Hash node(int level, long position);

        /** Nodes of leaves that are all at hand. */
        static Nodes of(List<Hash> leaves) {
            return new Nodes() {
                @Override
                public Hash node(int level, long position) {
                    if (level == 0) return leaves.get(Math.toIntExact(position));
                    return Hash.node(node(level - 1, 2 * position), node(level - 1, 2 * position + 1));
                }
            };
        }
    }

    public Hash root() {
        return size == 0 ? EMPTY : subtree(0, size);
    }

    /** Shows that the leaf is in the tree (2.1.3.1). */
    public List<Hash> inclusion(long leaf) {
        if (leaf < 0 || leaf >= size) throw new IllegalArgumentException("No leaf " + leaf + " among " + size);
        var path = new ArrayList<Hash>();
        inclusion(leaf, 0, size, path);
        return path;
    }

    private void inclusion(long leaf, long from, long to, List<Hash> path) {
        if (to - from == 1) return;
        var middle = from + split(to - from);
        if (leaf < middle) {
            inclusion(leaf, from, middle, path);
            path.add(subtree(middle, to));
        } else {
            inclusion(leaf, middle, to, path);
            path.add(subtree(from, middle));
        }
    }

    /** Shows that the tree of the first {@code earlier} leaves is the beginning of this one (2.1.4.1). */
    public List<Hash> consistency(long earlier) {
        if (earlier < 0 || earlier > size) throw new IllegalArgumentException("No tree of " + earlier + " in " + size);
        var proof = new ArrayList<Hash>();
        if (earlier > 0 && earlier < size) consistency(earlier, 0, size, true, proof);
        return proof;
    }

    private void consistency(long earlier, long from, long to, boolean whole, List<Hash> proof) {
        if (earlier == to - from) {
            if (!whole) proof.add(subtree(from, to));
            return;
        }
        var half = split(to - from);
        if (earlier <= half) {
            consistency(earlier, from, from + half, whole, proof);
            proof.add(subtree(from + half, to));
        } else {
            consistency(earlier - half, from + half, to, false, proof);
            proof.add(subtree(from, from + half));
        }
    }

    private Hash subtree(long from, long to) {
        var count = to - from;
        if (Long.bitCount(count) == 1 && from % count == 0) {
            var level = Long.numberOfTrailingZeros(count);
            return nodes.node(level, from >> level);
        }
        var middle = from + split(count);
        return Hash.node(subtree(from, middle), subtree(middle, to));
    }

    /** The largest power of two below the number. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
