package org.nrm.records.keys;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the keys are, {@code nrm.keys}.
 *
 * @param url               JDBC URL of the key store; never the database that it protects
 * @param keyEncryptionFile holds the key-encryption key, unless {@code kms} is set
 * @param kms               URI of a key-encryption key in a key management service, as {@code aws-kms://…}; its Tink client must be on the class
 *                          path. Empty for none
 */
@ConfigurationProperties("nrm.keys")
record KeySettings(
        @DefaultValue("jdbc:h2:file:./keys/keys;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE")
        String url,

        @DefaultValue("nrm") String username,
        @DefaultValue("") String password,
        @DefaultValue("./keys/key-encryption.json") Path keyEncryptionFile,
        @DefaultValue("") String kms) {}
