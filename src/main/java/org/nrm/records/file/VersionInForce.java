package org.nrm.records.file;

/** Knows the versions of the models: by which of them goes what is written now beside all tasks. */
public interface VersionInForce {

    int versionInForce();
}
