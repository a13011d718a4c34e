package org.nrm.records.keys;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.nrm.ledger.CaseRef;

/** The keys of one case, for one act: read once, unwrapped when needed, forgotten with this object. */
public final class CaseKeys {

    private final KeyStore store;
    private final CaseRef caseRef;
    private final Map<String, KeyStore.Wrapped> wrapped;
    private final Map<String, Aead> unwrapped = new HashMap<>();
    private final Map<String, String> active = new HashMap<>();

    CaseKeys(KeyStore store, CaseRef caseRef, Map<String, KeyStore.Wrapped> wrapped) {
        this.store = store;
        this.caseRef = caseRef;
        this.wrapped = new HashMap<>(wrapped);
        wrapped.values().stream()
                .filter(KeyStore.Wrapped::active)
                .forEach(key -> active.put(key.dataClass(), key.id()));
    }

    /**
     * Seals a value. A key that is not there yet is made, and is safe in the key store before this returns.
     *
     * @param place where in the case the value stands; it opens nowhere else
     */
    public Sealed seal(String dataClass, String place, String plain) {
        var id = active.computeIfAbsent(dataClass, none -> {
            var made = store.create(caseRef, dataClass);
            wrapped.put(made.id(), made);
            return made.id();
        });
        try {
            var bytes = aead(id, dataClass).encrypt(plain.getBytes(StandardCharsets.UTF_8), bound(dataClass, place));
            return new Sealed(id, Base64.getEncoder().encodeToString(bytes));
        } catch (GeneralSecurityException | Unreadable e) {
            throw new KeysUnavailable("A value could not be sealed: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a value.
     *
     * @throws Unreadable if this value does not open
     */
    public String open(String dataClass, String place, Sealed sealed) {
        try {
            var bytes = aead(sealed.keyId(), dataClass)
                    .decrypt(Base64.getDecoder().decode(sealed.text()), bound(dataClass, place));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unreadable("A value of the case " + caseRef + " (class " + dataClass
                    + ") does not open: it was altered or moved, or its key is another");
        }
    }

    private Aead aead(String id, String dataClass) {
        return unwrapped.computeIfAbsent(id, key -> {
            var found = wrapped.get(key);
            if (found == null || !found.dataClass().equals(dataClass))
                throw new Unreadable("The key of a value of the case " + caseRef + " (class " + dataClass
                        + ") is not in the key store: restore the key store from its back-up");
            return store.unwrap(caseRef, found);
        });
    }

    private byte[] bound(String dataClass, String place) {
        return (caseRef + "\n" + dataClass + "\n" + place).getBytes(StandardCharsets.UTF_8);
    }
}
