package org.nrm.rights.model;

import java.util.List;
import org.nrm.rights.model.SchemaFaults.Fault;

/** A DMN file that cannot be used, with all that is wrong with it. */
final class UnusableTable extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    UnusableTable(List<Fault> faults) {
        this.faults = List.copyOf(faults);
    }

    UnusableTable(String message) {
        this(List.of(new Fault(0, null, message)));
    }

    List<Fault> faults() {
        return faults;
    }
}
