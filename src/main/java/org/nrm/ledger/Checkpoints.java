package org.nrm.ledger;

import java.util.List;
import java.util.Optional;
import org.nrm.ledger.note.KeyHistory;
import org.nrm.ledger.note.SignedNote;

/** The tree over all entries of all cases, its signed checkpoints and its proofs. */
public interface Checkpoints {

    /** Puts every entry that has been committed into the tree and answers the checkpoint over all of them. */
    SignedNote latest();

    /** The checkpoint of exactly this size, if one was signed. */
    Optional<SignedNote> ofSize(long size);

    /** Sizes of the checkpoints that somebody outside has seen (witnesses, who asked for one, the file), newest first. */
    List<Long> given(int limit);

    /** Notes that the checkpoint of this size goes out of the house. */
    void give(long size);

    /** Puts one more signature line, a witness's, under the checkpoint of this size, whoever else does so at the same time. */
    SignedNote cosigned(long size, String line);

    /**
     * Where the case's entries stand in the tree, by {@code seq}, with proofs against the tree of this size. Entries that are not yet in
     * it are left out.
     */
    List<Placed> places(CaseRef caseRef, long size);

    /** Shows that the tree of the first {@code earlier} entries is the beginning of that of {@code later}. */
    List<Hash> consistency(long earlier, long later);

    /** The log's keys. */
    KeyHistory keys();

    /** A signature line under a text by the key that is in force. */
    String sign(String text);

    /** A new key signs from now on. The change is an entry; the checkpoint over it is signed by both keys. */
    void rotateKey(Act by);

    /**
     * One entry in the tree.
     *
     * @param leaf its number, from 0
     * @param path hashes from the leaf's sibling to the root (RFC 9162, 2.1.3)
     */
    record Placed(long seq, long leaf, List<Hash> path) {}
}
