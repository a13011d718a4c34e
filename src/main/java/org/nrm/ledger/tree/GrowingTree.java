package org.nrm.ledger.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import org.nrm.ledger.Hash;

/** The root of a tree to which leaves are added one by one; holds one hash for each whole subtree, so log2 of the size. */
public final class GrowingTree {

    private record Subtree(Hash hash, long size) {}

    /** The smallest on top. */
    private final Deque<Subtree> subtrees = new ArrayDeque<>();

    private long size;

    /** The next leaf. */
    public void add(Hash leaf) {
        var grown = new Subtree(leaf, 1);
        while (!subtrees.isEmpty() && subtrees.peek().size() == grown.size())
            grown = new Subtree(Hash.node(subtrees.pop().hash(), grown.hash()), 2 * grown.size());
        subtrees.push(grown);
        size++;
    }

    public long size() {
        return size;
    }

    public Hash root() {
        Hash root = null;
        for (var subtree : subtrees) root = root == null ? subtree.hash() : Hash.node(subtree.hash(), root);
        return root == null ? Tree.EMPTY : root;
    }
}
