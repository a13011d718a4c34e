package org.nrm;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulith;

/** Starts the service, or the command that the first argument names. */
@Modulith(systemName = "NRM engine")
@SpringBootApplication
public class NrmEngine {

    /** Serves unless the first argument is a command of its own; see the README. */
    public static void main(String[] args) {
        SpringApplication.run(NrmEngine.class, args);
    }
}
