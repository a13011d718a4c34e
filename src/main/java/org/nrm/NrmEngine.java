package org.nrm;

import java.util.Arrays;
import org.nrm.audit.LedgerCommand;
import org.nrm.ledger.evidence.EvidenceCommand;
import org.nrm.rights.report.VerifyCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulith;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the service, or the command that the first argument names. */
@Modulith(systemName = "NRM engine")
@SpringBootApplication
@EnableScheduling
public class NrmEngine {

    /** Exit code for a command line that cannot be used, the same for all commands. */
    private static final int UNUSABLE = 2;

    /** Serves if the first argument is {@code serve}, an option of Spring Boot, or missing. */
    public static void main(String[] args) {
        if (args.length == 0 || args[0].startsWith("--")) {
            SpringApplication.run(NrmEngine.class, args);
        } else if (args[0].equals("serve")) {
            SpringApplication.run(NrmEngine.class, Arrays.copyOfRange(args, 1, args.length));
        } else if (args[0].equals("verify")) {
            System.exit(VerifyCommand.run(Arrays.copyOfRange(args, 1, args.length)));
        } else if (args[0].equals("evidence")) {
            System.exit(EvidenceCommand.run(Arrays.copyOfRange(args, 1, args.length)));
        } else if (args[0].equals("ledger")) {
            System.exit(LedgerCommand.run(Arrays.copyOfRange(args, 1, args.length)));
        } else {
            System.err.println("Unknown command: " + args[0] + ". Known: serve, verify, evidence, ledger.");
            System.exit(UNUSABLE);
        }
    }
}
