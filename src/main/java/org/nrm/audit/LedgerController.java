package org.nrm.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Hash;
import org.nrm.ledger.LedgerReport;
import org.nrm.ledger.note.KeyHistory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(
        name = "Ledger",
        description =
                "What keeps the history of all cases from being rewritten: checkpoints, proofs, keys, the check of all.")
class LedgerController {

    private final LedgerDesk desk;

    LedgerController(LedgerDesk desk) {
        this.desk = desk;
    }

    /** @param note the signed checkpoint itself, as it is kept elsewhere */
    record CheckpointView(String origin, long size, String root, Instant time, String note) {

        static CheckpointView of(LedgerDesk.Given given) {
            var checkpoint = given.checkpoint();
            return new CheckpointView(
                    checkpoint.origin(),
                    checkpoint.size(),
                    checkpoint.root().base64(),
                    checkpoint.time(),
                    given.note().toString());
        }
    }

    record KeyView(String id, String key, long from) {

        static KeyView of(KeyHistory.Announcement announcement) {
            return new KeyView(announcement.key().id(), announcement.key().toString(), announcement.from());
        }
    }

    /** @param history the keys with their announcements, each signed by the one before */
    record KeysView(List<KeyView> keys, String history) {}

    record ConsistencyView(long from, long to, List<String> proof) {}

    record CheckBody(
            @Nullable List<String> checkpoints, @Nullable List<String> keys) {}

    record CosignatureBody(@Nullable String signature) {}

    @GetMapping(path = "/api/v1/ledger/checkpoint", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary =
                    "The signed checkpoint over every entry so far; keep it, and a later ledger can be checked against it")
    CheckpointView checkpoint() {
        return CheckpointView.of(desk.give());
    }

    @GetMapping(path = "/api/v1/ledger/checkpoint", produces = MediaType.TEXT_PLAIN_VALUE)
    @Operation(
            summary =
                    "The signed checkpoint over every entry so far; keep it, and a later ledger can be checked against it")
    String checkpointText() {
        return desk.give().note().toString();
    }

    @GetMapping("/api/v1/ledger/keys")
    @Operation(summary = "The public keys by which checkpoints are signed")
    KeysView keys() {
        var history = desk.keys();
        return new KeysView(history.announcements().stream().map(KeyView::of).toList(), history.toString());
    }

    @GetMapping("/api/v1/ledger/consistency")
    @Operation(
            summary =
                    "Shows that the ledger of an earlier checkpoint is the beginning of a later one (RFC 9162, 2.1.4)")
    ConsistencyView consistency(
            @RequestParam(defaultValue = "-1") long from, @RequestParam(defaultValue = "-1") long to) {
        return new ConsistencyView(
                from, to, desk.consistency(from, to).stream().map(Hash::base64).toList());
    }

    @PostMapping("/api/v1/ledger/checks")
    @Operation(
            summary = "Checks every entry of every case, and against checkpoints and keys that the auditor kept",
            description =
                    "200 with the report; of a large ledger 202 with the state of the check, for which one asks at the address in Location.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"checkpoints\": [], \"keys\": []}"))))
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {LedgerReport.class, LedgerChecks.State.class})))
    ResponseEntity<Object> check(Actor actor, @RequestBody CheckBody body) {
        var state = desk.check(
                actor,
                body.checkpoints() == null ? List.of() : body.checkpoints(),
                body.keys() == null ? List.of() : body.keys());
        var report = state.report();
        if (report != null) return ResponseEntity.ok(report);
        if (state.failed()) throw new IllegalStateException("The ledger could not be checked");
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/ledger/checks/" + state.id()))
                .body(state);
    }

    @GetMapping("/api/v1/ledger/checks/{id}")
    @Operation(summary = "How far the check has come, and its report when it is at its end")
    LedgerChecks.State check(Actor actor, @PathVariable String id) {
        return desk.check(actor, id);
    }

    @PostMapping("/api/v1/ledger/checkpoints/{size}/cosignatures")
    @Operation(
            summary = "A witness has seen the checkpoint, and that it goes on from the one it saw before",
            description =
                    "The witness's key stands in nrm.ledger.witnesses. The signature line is that of C2SP tlog-cosignature.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(examples = @ExampleObject("{\"signature\": \"— witness.example AAAA\"}"))))
    CheckpointView cosign(@PathVariable long size, @RequestBody CosignatureBody body) {
        return CheckpointView.of(desk.cosign(size, body.signature()));
    }

    @PostMapping("/api/v1/ledger/keys/rotations")
    @Operation(summary = "A new key signs from now on; earlier checkpoints stay good")
    KeysView rotate(Actor actor) {
        desk.rotate(actor);
        return keys();
    }
}
