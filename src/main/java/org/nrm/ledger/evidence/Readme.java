package org.nrm.ledger.evidence;

import java.util.Locale;
import org.nrm.ledger.evidence.EvidenceBundle.Contents;
import org.nrm.ledger.note.Checkpoint;

/** How to check a bundle, with the program and by hand. */
final class Readme {

    private Readme() {}

    static String text(Contents contents, Checkpoint checkpoint) {
        return String.format(
                Locale.ROOT,
                """
            HISTORY OF CASE %s

            %s at the checkpoint of %s over %s of all cases.
            Exported %s by %s.

            What shows what
              entries.jsonl     every entry of the case, one a line. "prev" is the hash of the entry before: one chain.
              proofs.jsonl      that each entry is in the tree over all entries of all cases (RFC 9162).
              checkpoint.txt    size and root of that tree, signed by the log, perhaps by witnesses too (C2SP tlog-checkpoint).
              consistency.json  that this tree goes on from the earlier ones whose checkpoints were given out.
              keys.txt          the log's keys, each announced by the one before.
              manifest.json     what is in this file, with hashes; signed by the log in signature.txt, so nothing is left out.
              sets.json, models/  the models, forms and settings in force; their hash is in each entry that rests on them.
              contents.jsonl    only if content was exported: what was written down, with the salt of its commitment.
              index.html        the history to read. It checks nothing.

            With the program, on any machine with Java 17, without network:
              java -jar nrm-engine.jar evidence verify BUNDLE.zip --key KEYS [--checkpoint EARLIER]
              java -jar nrm-engine.jar evidence replay BUNDLE.zip --step 10
            KEYS holds the log's key as you got it from elsewhere than from this file (and those of witnesses), one a line.
            Without it the bundle could be a whole forgery, signed with a key of the forger's.
            EARLIER is a checkpoint that you kept: it shows that nothing was rewritten since.

            By hand, with sha256sum and openssl, in the unpacked folder
            1. Files. These are the hashes in manifest.json:
                 find . -type f ! -name manifest.json ! -name signature.txt -exec sha256sum {} +
            2. Chain. The hash of an entry is that of a zero byte and its line; it is "prev" of the next line. Of line 1:
                 { printf '\\000'; sed -n 1p entries.jsonl | tr -d '\\n'; } | sha256sum
            3. Signature. The text before the empty line is what is signed; of the lines after it, the one by the key must fit.
               With the last key (of an older checkpoint the one before may have signed):
                 key=$(sed -n 's/^key //p' keys.txt | tail -n 1)
                 { printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'
                   printf '%%s' "$key" | cut -d+ -f3- | base64 -d | tail -c 32; } > key.der
                 for note in checkpoint.txt signature.txt; do
                   sed '/^$/,$d' $note > signed
                   sed '1,/^$/d; s/.* //' $note | while read -r line; do
                     printf '%%s' "$line" | base64 -d | tail -c 64 > signature
                     openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signed -sigfile signature
                   done
                 done
               Line 3 of signature.txt is the hash of manifest.json. The eight digits in the key's second part are its id.
            4. Tree. Take an entry's hash, and "leaf" and "path" of its line in proofs.jsonl (a number stands for the hash that is
               that many in the file, the first being 0). For each hash of the path: SHA-256 of a byte 01, and the two hashes,
               the path's on the left where the leaf's number says so (RFC 9162, 2.1.3.2). The last one is the root in checkpoint.txt:
                 sed -n 3p checkpoint.txt | base64 -d | od -An -tx1

            What this does not show: that an entry was true when it was written; what happened before the first checkpoint
            that somebody outside kept; and what was never entered.
            """,
                contents.caseRef(),
                Words.count(contents.entries().size(), "entry", "entries"),
                checkpoint.time(),
                Words.count(checkpoint.size(), "entry", "entries"),
                contents.exported(),
                contents.by());
    }
}
