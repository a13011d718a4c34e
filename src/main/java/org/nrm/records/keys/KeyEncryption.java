package org.nrm.records.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PrfConfig;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key-encryption key: in a file that only the service's user reads, or in a key management service. */
final class KeyEncryption {

    static final Configuration CIPHERS = ciphers();

    private static final Logger LOG = LoggerFactory.getLogger(KeyEncryption.class);
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private final KeySettings settings;
    private volatile @Nullable Loaded latest;

    /** A key as it was read from the file when it was this one. */
    private record Loaded(Object version, Aead aead) {}

    /** Tells one file from the one that was put in its place, also within a moment. */
    private record Version(
            FileTime changed, long size, @Nullable Object file) {}

    KeyEncryption(KeySettings settings) {
        this.settings = settings;
    }

    boolean inService() {
        return !settings.kms().isEmpty();
    }

    boolean exists() {
        return inService() || Files.exists(settings.keyEncryptionFile());
    }

    /** Wraps with the newest key, unwraps with any that is still there. */
    Aead aead() throws GeneralSecurityException {
        if (inService()) return service().getAead(settings.kms());
        var version = version();
        var known = latest;
        if (known == null || !known.version().equals(version)) {
            known = new Loaded(version, keyset().getPrimitive(CIPHERS, Aead.class));
            latest = known;
        }
        return known.aead();
    }

    /** Makes the first key. Never in place of another. */
    void create() throws GeneralSecurityException {
        if (!inService()) write(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, CIPHERS));
    }

    /** Adds a key that wraps from now on; the others still unwrap. */
    void addKey() throws GeneralSecurityException {
        if (inService()) return;
        var builder = KeysetHandle.newBuilder(keyset());
        builder.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                .withRandomId()
                .makePrimary());
        write(builder.build());
    }

    /** Takes away all keys but the newest. Only after everything has been wrapped again. */
    void dropOlderKeys() throws GeneralSecurityException {
        if (inService()) return;
        var builder = KeysetHandle.newBuilder(keyset());
        for (var at = builder.size() - 1; at >= 0; at--) if (!builder.getAt(at).isPrimary()) builder.deleteAt(at);
        write(builder.build());
    }

    private KeysetHandle keyset() throws GeneralSecurityException {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(settings.keyEncryptionFile()), CIPHERS, InsecureSecretKeyAccess.get());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Another one after every change of the key. */
    Object version() {
        if (inService()) return settings.kms();
        try {
            var file = Files.readAttributes(settings.keyEncryptionFile(), BasicFileAttributes.class);
            return new Version(file.lastModifiedTime(), file.size(), file.fileKey());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private KeysUnavailable unreadable(IOException cause) {
        return new KeysUnavailable(
                "The file of the key-encryption key, " + settings.keyEncryptionFile()
                        + ", cannot be read; restore it from its back-up",
                cause);
    }

    private KmsClient service() {
        for (var client : ServiceLoader.load(KmsClient.class)) if (client.doesSupport(settings.kms())) return client;
        throw new KeysUnavailable(
                "No client for the key management service of nrm.keys.kms is on the class path", null);
    }

    private static Configuration ciphers() {
        try {
            AeadConfig.register();
            PrfConfig.register();
            return RegistryConfiguration.get();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The cipher of the case data is not there", e);
        }
    }

    /** Whole or not at all, and never readable by others, not even for a moment. */
    private void write(KeysetHandle keyset) throws GeneralSecurityException {
        var file = settings.keyEncryptionFile().toAbsolutePath();
        var folder = Objects.requireNonNull(file.getParent());
        var content = TinkJsonProtoKeysetFormat.serializeKeyset(keyset, CIPHERS, InsecureSecretKeyAccess.get());
        try {
            privateFolder(folder);
            var part = Files.createTempFile(folder, "key", ".part"); // created with mode 600
            Files.writeString(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            latest = null;
        } catch (IOException e) {
            throw new KeysUnavailable("The key-encryption key cannot be written to " + file, e);
        }
    }

    /** Makes the folder if there is none, open to the service's user alone. One that is open to others is told of. */
    static void privateFolder(Path folder) throws IOException {
        var posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (Files.isDirectory(folder)) {
            if (posix && !OWNER.containsAll(Files.getPosixFilePermissions(folder)))
                LOG.warn("The folder of the keys, {}, is open to other users; close it (chmod 700)", folder);
        } else if (posix) Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
        else Files.createDirectories(folder);
    }
}
