package org.nrm.ledger.evidence;

/**
 * How much of a bundle is read before it is refused, so that no file can exhaust the machine that checks it. A case has some hundred
 * entries, of some 500 bytes each.
 *
 * @param files    in the zip
 * @param unpacked bytes of all files
 * @param small    bytes of a file that is held whole
 * @param entries  in the history
 * @param line     bytes of an entry or proof
 * @param content  bytes of the content of one recording
 * @param ratio    of a file's size to its packed size, above which it is a bomb; histories reach some ten
 */
record Limits(int files, long unpacked, int small, long entries, int line, int content, int ratio) {

    private static final int MEGABYTE = 1024 * 1024;

    static final Limits USUAL =
            new Limits(20_000, 512L * MEGABYTE, 16 * MEGABYTE, 1_000_000, 64 * 1024, 16 * MEGABYTE, 200);

    /** Below this size no ratio is too large. */
    static final int WORTH_PACKING = MEGABYTE;
}
