package org.nrm.ledger.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code nrm.ledger}.
 *
 * @param origin         name of the log in its checkpoints; of a new log only. Empty: one is made up
 * @param keyFolder      holds the private keys by which checkpoints are signed; never in the database that they protect
 * @param checkpointFile gets the newest checkpoint each minute in which there is one; keep a copy where the database's operator does not
 *                       reach. Empty for none
 */
@ConfigurationProperties("nrm.ledger")
public record LedgerSettings(
        @DefaultValue("") String origin,
        @DefaultValue("./keys/ledger") Path keyFolder,
        @DefaultValue("./keys/checkpoints.txt") Path checkpointFile) {}
