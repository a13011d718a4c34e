package org.nrm.ledger.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Entry;
import org.nrm.ledger.Hash;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The entries of one transaction. They are written together just before it commits, or when somebody in it reads; the heads of the
 * streams are locked from the first entry on.
 */
final class Appending {

    /** The end of a stream. */
    record Head(long seq, Hash hash, Instant time) {}

    private final Consumer<Appending> write;
    private final Map<String, Head> heads = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private boolean committing;
    private boolean completed;

    private Appending(Consumer<Appending> write) {
        this.write = write;
    }

    /** That of the present transaction. */
    static Appending current(Object owner, Consumer<Appending> write) {
        var present = (Appending) TransactionSynchronizationManager.getResource(owner);
        if (present != null) return present;
        var appending = new Appending(write);
        TransactionSynchronizationManager.bindResource(owner, appending);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void suspend() {
                TransactionSynchronizationManager.unbindResourceIfPossible(owner);
            }

            @Override
            public void resume() {
                if (!appending.completed) TransactionSynchronizationManager.bindResource(owner, appending);
            }

            @Override
            public void beforeCommit(boolean readOnly) {
                appending.flush();
                appending.committing = true;
            }

            @Override
            public void beforeCompletion() {
                appending.completed = true;
                TransactionSynchronizationManager.unbindResourceIfPossible(owner);
            }
        });
        return appending;
    }

    /** That of the present transaction, if there is one. */
    static @Nullable Appending present(Object owner) {
        return (Appending) TransactionSynchronizationManager.getResource(owner);
    }

    @Nullable
    Head head(String stream) {
        return heads.get(stream);
    }

    void head(String stream, Head head) {
        heads.put(stream, head);
    }

    void add(Entry entry) {
        entries.add(entry);
        heads.put(entry.stream(), new Head(entry.seq(), entry.hash(), entry.time()));
        if (committing) flush();
    }

    /** Writes what has not been written. */
    void flush() {
        if (entries.isEmpty()) return;
        write.accept(this);
        entries.clear();
    }

    List<Entry> entries() {
        return entries;
    }
}
