package org.nrm.audit;

import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import org.nrm.access.Actor;
import org.nrm.web.Conflict;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.Page;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /ledger}, for auditors: the checkpoint to take away (as text, or printed with a QR code), and the check of everything. */
@Page
@RequestMapping("/ledger")
class LedgerPage {

    private final LedgerDesk desk;

    LedgerPage(LedgerDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    String show(Actor actor, Model model) {
        AuditedCases.auditorOnly(actor);
        var given = desk.give();
        var keys = desk.keys().at(given.checkpoint().size());
        model.addAttribute("checkpoint", given.checkpoint());
        model.addAttribute("note", given.note().toString());
        model.addAttribute("key", keys.get(keys.size() - 1).toString());
        model.addAttribute("code", code(given.note().toString()));
        model.addAttribute("lastCheck", desk.latestCheck(actor).orElse(null));
        return "audit/ledger";
    }

    @PostMapping("/check")
    String check(
            Actor actor,
            @RequestParam(defaultValue = "") String kept,
            @RequestParam(defaultValue = "") String key,
            Model model) {
        try {
            var state = desk.check(
                    actor,
                    kept.isBlank()
                            ? List.of()
                            : List.of(kept.replace("\r\n", "\n").stripLeading()),
                    key.isBlank() ? List.of() : List.of(key));
            if (!state.over()) return "redirect:/ledger";
        } catch (InvalidAnswers e) {
            model.addAttribute("problem", e.problems().get(0).message());
        } catch (Conflict e) {
            model.addAttribute("problem", e.getMessage());
        }
        model.addAttribute("kept", kept);
        model.addAttribute("pinned", key);
        return show(actor, model);
    }

    /** The code as rows of squares, dark or light. */
    private static Code code(String text) {
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var path = new StringBuilder();
        for (var row = 0; row < code.size; row++)
            for (var column = 0; column < code.size; column++)
                if (code.getModule(column, row))
                    path.append('M').append(column).append(' ').append(row).append("h1v1h-1z");
        return new Code(code.size, path.toString());
    }

    /** @param path of the dark squares, in SVG */
    record Code(int size, String path) {}
}
