package org.nrm.ledger.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.CanonicalJson.NotCanonical;
import org.nrm.ledger.Checkpoints.Placed;
import org.nrm.ledger.Hash;

/**
 * Proofs of entries in lines of canonical JSON: {@code leaf} its number, {@code path} the hashes from the leaf's sibling to the root, with
 * spaces between them. Most hashes belong to many paths: the second time a hash stands as its number, the first hash in the file being 0.
 */
final class ProofLines {

    private static final int LONGEST_PATH = 64;
    private static final Set<String> MEMBERS = Set.of("leaf", "path", "seq");

    private ProofLines() {}

    /** Writes lines. */
    static final class Writer {

        private final Map<Hash, Integer> numbers = new HashMap<>();

        String line(Placed placed) {
            var path = new ArrayList<String>();
            for (var hash : placed.path()) {
                var number = numbers.putIfAbsent(hash, numbers.size());
                path.add(number == null ? hash.toString() : number.toString());
            }
            return CanonicalJson.write(
                            Map.of("seq", placed.seq(), "leaf", placed.leaf(), "path", String.join(" ", path)))
                    + "\n";
        }
    }

    /** Reads lines; holds the bytes of the hashes and nothing else. */
    static final class Reader {

        private byte[] hashes = new byte[Hash.LENGTH * 1024];
        private int known;

        Placed read(String line) throws Altered {
            try {
                var object = CanonicalJson.read(line);
                if (!object.keySet().equals(MEMBERS)) throw new Altered("is no proof");
                return new Placed(
                        Members.number(object, "seq"),
                        Members.number(object, "leaf"),
                        path(Members.text(object, "path")));
            } catch (NotCanonical e) {
                throw new Altered(e);
            }
        }

        private List<Hash> path(String text) throws Altered {
            var path = new ArrayList<Hash>();
            if (text.isEmpty()) return path;
            for (var word : text.split(" ", LONGEST_PATH + 1)) {
                if (path.size() == LONGEST_PATH) throw new Altered("has a longer path than any tree");
                path.add(word.length() == 2 * Hash.LENGTH ? keep(word) : number(word));
            }
            return path;
        }

        private Hash keep(String hex) throws Altered {
            final Hash hash;
            try {
                hash = Hash.parse(hex);
            } catch (IllegalArgumentException e) {
                throw new Altered("has a hash in its path that is none");
            }
            var end = Math.multiplyExact(known + 1, Hash.LENGTH);
            if (end > hashes.length) hashes = Arrays.copyOf(hashes, 2 * hashes.length);
            System.arraycopy(hash.bytes(), 0, hashes, end - Hash.LENGTH, Hash.LENGTH);
            known++;
            return hash;
        }

        private Hash number(String word) throws Altered {
            var digits =
                    !word.isEmpty() && word.length() < 10 && word.chars().allMatch(each -> each >= '0' && each <= '9');
            var number = digits ? Integer.parseInt(word) : -1;
            if (number < 0 || number >= known || !word.equals(Integer.toString(number)))
                throw new Altered("has a number in its path that stands for no hash before it");
            return Hash.from(Arrays.copyOfRange(hashes, number * Hash.LENGTH, (number + 1) * Hash.LENGTH));
        }
    }
}
