package org.nrm.pathway;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.nrm.web.Conflict;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A case as a course of events: it begins, things happen to it, something is withdrawn. */
@Component
@Transactional
public class Pathway {

    private final CaseMessages messages;
    private final CaseFiles caseFiles;
    private final CaseRecords records;
    private final Ledger ledger;

    Pathway(CaseMessages messages, CaseFiles caseFiles, CaseRecords records, Ledger ledger) {
        this.messages = messages;
        this.caseFiles = caseFiles;
        this.records = records;
        this.ledger = ledger;
    }

    /** Starts the instance that begins with the message, for a case that has just been opened. */
    public void begin(CaseRef caseRef, String message, Map<String, String> facts) {
        messages.begin(caseRef, message, new HashMap<>(facts));
    }

    /**
     * Something happens to the case.
     *
     * @param facts  routing facts that the message brings
     * @throws Refusal NOT_POSSIBLE_NOW if nothing in the case waits for it
     */
    public void raise(CaseRef caseRef, String message, Map<String, String> facts) {
        ledger.lock(caseRef);
        if (!deliver(caseRef, message, facts)) throw new Conflict(Conflict.Reason.NOT_POSSIBLE_NOW);
    }

    /** Time brings something to the case. Models that know nothing of it are none the worse. */
    public void bring(CaseRef caseRef, String message) {
        ledger.lock(caseRef);
        deliver(caseRef, message, Map.of());
    }

    private boolean deliver(CaseRef caseRef, String message, Map<String, String> facts) {
        var carried = messages.startsInstance(caseRef, message) ? startFacts(caseRef) : new HashMap<String, Object>();
        carried.putAll(facts);
        return messages.deliver(caseRef, message, carried);
    }

    /** Something happens that concerns every part of the case that waits for it. */
    public void raiseEverywhere(CaseRef caseRef, String message) {
        ledger.lock(caseRef);
        if (!messages.deliverToAll(caseRef, message)) throw new Conflict(Conflict.Reason.NOT_POSSIBLE_NOW);
    }

    /** Opens the closed case again, as a new instance of the pathway with the same reference. */
    public void reopen(CaseRef caseRef, String message) {
        ledger.lock(caseRef);
        caseFiles.reopen(caseRef);
        ledger.append(Act.on(caseRef, EntryType.CASE_REOPENED));
        messages.begin(caseRef, message, startFacts(caseRef));
    }

    /**
     * Delivers a withdrawal to all of the case that it concerns.
     *
     * @param what      consent, statement, testimony or participation
     * @param processes to which it is confined; empty for all
     */
    public void withdraw(CaseRef caseRef, String what, Set<String> processes) {
        messages.withdraw(caseRef, what, processes);
    }

    /**
     * Has a withdrawal something to say that one at that time did not?
     *
     * @param processes to which it is confined, and of which it counts that they have begun since; empty for all
     */
    public boolean withdrawalReachesMore(CaseRef caseRef, Set<String> processes, Instant earlier) {
        return messages.reachesMore(caseRef, processes, earlier);
    }

    private Map<String, Object> startFacts(CaseRef caseRef) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("isChild", records.routingFact(caseRef, "isChild").orElse("unknown"));
        facts.put("channel", records.routingFact(caseRef, "channel").orElse("self"));
        facts.put(
                "caseManagerAssigned",
                caseFiles.assigned(caseRef, "case-manager").isPresent() ? "yes" : "no");
        return facts;
    }
}
