package org.nrm.pathway;

/** The shipped mechanism, read once for tests that need no engine. */
public final class ShippedModels {

    public static final ModelSet SET = ModelSet.read(ModelsOnDisk.files());

    private ShippedModels() {}
}
